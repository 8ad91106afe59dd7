"""Closed lists of the accounts app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """What a single-use link is for."""

    INVITATION = "invitation", _("Invitation")
    PASSWORD = "password", _("New password")
    SIGN_IN = "sign_in", _("Sign-in")
