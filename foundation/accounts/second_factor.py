"""The second factor by allauth: what it is called, what it says, and for whom."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User

WRONG_CODE = gettext_lazy("This code is not right. Wait for the next one and type it again.")


class FactorAdapter(DefaultMFAAdapter):
    """Passkeys, authenticator app and recovery codes in words of ours."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": gettext_lazy("This second factor cannot be removed."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes come after a passkey or an authenticator app."),
    }

    def get_totp_issuer(self) -> str:
        """What the app lists us under."""
        return str(_("Khartoum Process"))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 -- allauth's signature
        """A name to begin with; its owner gives a better one."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Device %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For whom a passkey is made: in production the host of PUBLIC_URL, whichever of our names was typed."""
        entity = super().get_public_key_credential_rp_entity()
        return {"id": settings.PASSKEY_HOST or entity["id"], "name": str(_("Khartoum Process"))}


class CodeStage(AuthenticateStage):
    """Between password and code: it ends where the password was changed, the account closed or its factors removed.

    Who waits there then signs in again: the library would send them to and fro between the two pages.
    """

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        """Ask for the code, and note which password was right."""
        answer, goes_on = super().handle()
        if answer is not None:
            self.state["stands"] = self.login.user.get_session_auth_hash()
        return answer, goes_on

    def is_resumable(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Whether the code is still to be asked for."""
        user = self.login.user
        return user.is_active and user.get_session_auth_hash() == self.state.get("stands") and has_second_factor(user)

    def exit(self) -> HttpResponseBase:
        """In, or back to the sign-in page."""
        answer: HttpResponseBase = super().exit() if self.is_resumable(self.request) else self.abort()
        return answer


def has_second_factor(user: User) -> bool:
    """Whether more than a password guards this account."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def lacks_second_factor(user: User) -> bool:
    """Whether this account may not enter the workbench for want of one."""
    return settings.SECOND_FACTOR_FOR_STAFF and not has_second_factor(user)
