"""Which offices of its account a partner system uses. Scopes only narrow: nothing is opened that no office opens."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Without the second or third, a key opens what is published and no more."""

    PUBLISHED = "published.read", _("none: what is published")
    OWN = "own.read", _("the participant's offices")
    STAFF = "staff.read", _("the Presidency's or Secretariat's offices")
