"""The closed lists of the notifications app; they import nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Anchor(models.TextChoices):
    """From which day of a request a step is counted."""

    OPENED = "opened", _("from the day it was asked")
    DUE = "due", _("from the day it is due")


class Channel(models.TextChoices):
    """By which way a step reaches its reader."""

    MAIL = "mail", _("mail")
    PORTAL = "portal", _("portal")
    DIGEST = "digest", _("digest")


class NoticeState(models.TextChoices):
    """What became of one step for one person."""

    PREPARED = "prepared", _("Prepared for the Presidency to send")
    QUEUED = "queued", _("On its way")
    SHOWN = "shown", _("Shown in the portal")
    SENT = "sent", _("Sent")
    SUPERSEDED = "superseded", _("A later step took its place")
    WITHDRAWN = "withdrawn", _("No longer needed")


class Withdrawal(models.TextChoices):
    """Why a notice was withdrawn before it left."""

    CLOSED = "closed", _("The request was closed.")
    NOT_ENTITLED = "not_entitled", _("The person no longer held the office.")
    PAUSED = "paused", _("Reminders were paused.")
    REFUSED = "refused", _("The person receives no digests.")
    NOT_REACHED = "not_reached", _("The address of the person cannot be reached.")
    NOT_SENT = "not_sent", _("The mail was not sent.")
