"""How a message leaves, and how far it has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

WORKER_LOST = "worker lost at every attempt"
"""The reason noted where each worker that turned to a message fell."""


class Channel(models.TextChoices):
    """The way out."""

    MAIL = "mail", _("Mail")
    WEBHOOK = "webhook", _("Webhook")


class State(models.TextChoices):
    """Queued until a worker leases it; sent only when the other side took it."""

    QUEUED = "queued", _("Waiting to be sent")
    LEASED = "leased", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    QUARANTINED = "quarantined", _("Set aside")
    CANCELLED = "cancelled", _("No longer needed")


class Source(models.TextChoices):
    """How we know that an address cannot be reached."""

    AT_SENDING = "at_sending", _("refused when we sent")
    BY_MAIL = "by_mail", _("sent back afterwards")
