"""The closed lists of the meetings app; they import nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(models.TextChoices):
    """From the first idea to the final summary."""

    PLANNED = "planned", pgettext_lazy("of a meeting", "planned")
    CONVENED = "convened", _("convened")
    HELD = "held", _("held")
    CONCLUDED = "concluded", _("concluded")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", pgettext_lazy("of a meeting", "cancelled")


AHEAD = (MeetingState.PLANNED, MeetingState.CONVENED)
TOOK_PLACE = (MeetingState.HELD, MeetingState.CONCLUDED)
NOT_OVER = (*AHEAD, MeetingState.HELD)
"""Their records are not concluded yet."""
CALLED_OFF = (MeetingState.POSTPONED, MeetingState.CANCELLED)
ANNOUNCED = (MeetingState.CONVENED, *TOOK_PLACE)
"""States in which everybody knows of a meeting; what was called off is known once it was convened."""
OPEN_RECORDS = frozenset(
    {(MeetingState.HELD, False), (MeetingState.HELD, True), (MeetingState.CONCLUDED, True)},
)
"""State, and whether the record is known to be incomplete: of these meetings it still takes entries."""


class DelegationState(models.TextChoices):
    """How far an invitation is."""

    INVITED = "invited", _("invited")
    NOMINATED = "nominated", _("nominated")
    CONFIRMED = "confirmed", _("confirmed")
    QUERIED = "queried", _("sent back with a question")
    EXCUSED = "excused", _("excused")


class Presence(models.TextChoices):
    """Whether an invited delegation was there."""

    UNKNOWN = "unknown", _("not recorded")
    IN_PERSON = "in_person", _("in person")
    REMOTE = "remote", _("remote")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class TextKind(models.TextChoices):
    """What an outcome text is."""

    DECLARATION = "declaration", _("declaration")
    CONCLUSIONS = "conclusions", _("conclusions")
    SUMMARY = "summary", _("Chair's summary")


class TextState(models.TextChoices):
    """Whether an outcome text is still being worked on."""

    DRAFT = "draft", _("draft")
    ADOPTED = "adopted", _("adopted")


class Part(models.TextChoices):
    """The part of an outcome text a paragraph stands in."""

    PREAMBLE = "preamble", _("preamble")
    OPERATIVE = "operative", _("operative part")


class StatementKind(models.TextChoices):
    """What a participant put on record."""

    STATEMENT = "statement", _("statement")
    RESERVATION = "reservation", _("reservation")
    DISASSOCIATION = "disassociation", _("disassociation")


class FollowUpState(models.TextChoices):
    """What became of what was decided."""

    OPEN = "open", pgettext_lazy("of a follow-up", "open")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done")
    CARRIED_OVER = "carried_over", _("carried over")
    DROPPED = "dropped", _("no longer pursued")


class SilenceState(models.TextChoices):
    """How far a silence procedure is; the outcome is what the Chair declared, or what broke it."""

    PREPARING = "preparing", _("being prepared")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed, outcome to be declared")
    CONCLUDED = "declared_concluded", _("declared concluded")
    BROKEN = "broken", _("broken")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Breaking(models.TextChoices):
    """What breaks silence."""

    OBJECTION = "objection", _("objection")
    AMENDMENT = "amendment", _("amendment")


class Reach(models.TextChoices):
    """Whether a participant was reached."""

    REACHED = "reached", _("reached")
    VACANT = "vacant", _("not reached: no office is held")
    BOUNCED = "bounced", _("not reached: it came back")
    ON_HOLD = "on_hold", _("representation on hold")
