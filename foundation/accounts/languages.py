"""Pages speak the language of the account from sign-in on, unless this browser has chosen one."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse

from foundation.accounts.models import User


def note_language(request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    """Remember on the request which language the account asks for, unless this browser has chosen one."""
    if request is not None and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        request.language_of_account = user.language  # type: ignore[attr-defined]  # -- read below


def connect() -> None:
    """Listen for sign-ins."""
    user_logged_in.connect(note_language, dispatch_uid="accounts.language_of_account")


class LanguageOfAccount:
    """Sets the language cookie after a sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the cookie where the account's language was noted."""
        response = self.get_response(request)
        language = getattr(request, "language_of_account", None)
        if language is not None:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
        return response
