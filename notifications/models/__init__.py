"""Requests, the ladders that remind of them, what was made of each step, and when offices work."""

from notifications.models.calendars import WorkingDay
from notifications.models.ladders import Ladder, LadderStep
from notifications.models.notices import DigestRefusal, Notice
from notifications.models.obligations import Obligation, ObligationQuerySet
from notifications.models.pauses import Pause

__all__ = [
    "DigestRefusal",
    "Ladder",
    "LadderStep",
    "Notice",
    "Obligation",
    "ObligationQuerySet",
    "Pause",
    "WorkingDay",
]
