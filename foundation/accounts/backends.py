"""Sign-in by address and password; which rights follow is another backend's to say."""

from allauth.account.auth_backends import AuthenticationBackend

from foundation.accounts.models import User


class SignInBackend(AuthenticationBackend):
    """Knows who somebody is and nothing of rights: our users have neither groups nor permission rows."""

    def has_perm(self, user_obj: User, perm: str, obj: object | None = None) -> bool:  # noqa: ARG002 -- Django's signature, our only user
        """No right comes from having signed in."""
        return False
