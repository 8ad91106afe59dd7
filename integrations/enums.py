"""Closed lists of partner systems: the offices that one uses, how far a webhook is, why a call failed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Which offices of its account a system uses; they only narrow. Without the second or third: what is published."""

    PUBLISHED = "published.read", _("none: what is published")
    OWN = "own.read", _("the participant's offices")
    STAFF = "staff.read", _("the Presidency's or Secretariat's offices")


class WebhookState(models.TextChoices):
    """Whether a partner system is told of changes."""

    ACTIVE = "active", _("told of changes")
    PAUSED = "paused", _("paused")
    DISABLED = "disabled", _("ended after failures")
    REMOVED = "removed", _("taken away")


class Fault(models.TextChoices):
    """Why a call was not taken, where no status code says so. Nothing of a reply is ever kept."""

    NO_NAME = "no_name", _("The name of the address was not found.")
    FORBIDDEN = "forbidden", _("The name leads to an address that is not public.")
    NO_ANSWER = "no_answer", _("It could not be reached, or gave no answer in time.")
    NO_TRUST = "no_trust", _("Its certificate could not be trusted.")
