"""Lets requests follow activities and their milestones."""

from collections.abc import Sequence
from datetime import datetime

from actionplan.models import Activity, Milestone
from actionplan.selectors.asked import ACTIVITY_DUE, MILESTONE_DUE
from notifications.services import keep_asked


def ask_about(activities: Sequence[Activity], *, now: datetime, reason: str = "done") -> None:
    """Each is due by its last day, its milestones by theirs. The caller has saved what changed."""
    keep_asked(ACTIVITY_DUE, [activity.uuid for activity in activities], now=now, reason=reason)
    milestones = Milestone.objects.filter(activity__in=[activity.pk for activity in activities])
    keep_asked(MILESTONE_DUE, list(milestones.values_list("uuid", flat=True)), now=now, reason=reason)
