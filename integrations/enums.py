"""What a key lets a partner system do. Scopes only narrow: nothing is read that the account's offices do not allow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Without the second or third, a key reads what is published and no more."""

    PUBLISHED = "published.read", _("read what is published")
    OWN = "own.read", _("read as the participant's office of the account")
    STAFF = "staff.read", _("read as the Presidency's or Secretariat's office of the account")
