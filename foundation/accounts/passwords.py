"""What a password must be, where the framework does not say it in each of our languages."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough:
    """Length is what makes a password hard to guess; signs and capitals are not asked for."""

    def __init__(self, least: int = 12) -> None:
        self.least = least

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 -- Django's signature
        """Raises `ValidationError` when it is too short."""
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """The rule, before and after it is broken."""
        return _("A password has at least %(least)s characters; a short sentence is a good one.") % {
            "least": self.least
        }
