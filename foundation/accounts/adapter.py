"""Sign-in by allauth: nobody signs up by themselves; an account comes with a mandate."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.limits import password_door
from foundation.accounts.models import User
from foundation.accounts.second_factor import CodeStage
from foundation.accounts.services import change_password

OPEN_WORKBENCH = "site.open_admin"
NOT_RIGHT = _("The address or the password is not right. Type both again, or ask for a new password below.")
"""The same of an account that is closed and of none: what exists here is not told."""
TOO_MANY_CODES = _("Too many codes were not right. Try again in five minutes.")


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Accounts are given, never taken; passwords are counted before they are looked at."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": NOT_RIGHT,
        "email_password_mismatch": NOT_RIGHT,
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right. Wait for the next one and type it again."),
        "incorrect_password": _("This password is not right."),
        "too_many_login_attempts": TOO_MANY_CODES,
        "rate_limited": TOO_MANY_CODES,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Closed."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """One password, counted first. Known, unknown and closed accounts get the same answer for the same work.

        Raises `TooManyTriesError`.
        """
        door = password_door(request, credentials["email"])
        door.knock()
        user = authenticate(request, **credentials)
        if user is not None:
            door.forget()
        return user

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """The password of whoever is signed in, counted as at the door."""
        found = self.authenticate(self.request, email=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def set_password(self, user: User, password: str) -> None:
        """Where its owner is signed in; nothing else of the account is written, which may be closed at this moment."""
        change_password(user, password, now=timezone.now())

    def get_login_stages(self) -> list[str]:
        """The library's, the one for the code by ours."""
        ours = f"{CodeStage.__module__}.{CodeStage.__qualname__}"
        return [ours if stage.endswith(".AuthenticateStage") else stage for stage in super().get_login_stages()]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff begin in the workbench, everybody else in the portal."""
        staff = isinstance(request.user, User) and request.user.has_perm(OPEN_WORKBENCH)
        return settings.WORKBENCH_DOOR if staff else settings.LOGIN_REDIRECT_URL
