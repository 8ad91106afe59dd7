"""What the plan asks by a day, of whom: the truth that requests are kept by."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.db import models

from actionplan.enums import ActivityState, MilestoneState
from actionplan.models import Activity, Milestone
from foundation.days import end_of
from notifications.models import Obligation
from notifications.models.ladders import AUTOMATIC_OFFICES
from notifications.selectors.subjects import these

ACTIVITY_DUE = "activity.due"
MILESTONE_DUE = "milestone.due"
STAFF = ("presidency_officer", "secretariat_officer")
UNDER_WAY = (ActivityState.PLANNED, ActivityState.ONGOING, ActivityState.DELAYED, ActivityState.CARRIED_OVER)


def activities_due(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """An activity with a last day is completed by then, or rescheduled; nobody is asked for an illustrative one."""
    rows = Activity.objects.current().filter(state__in=UNDER_WAY, ends_on__isnull=False, is_illustrative=False)
    for activity in these(rows, subjects).select_related("lead", "objective__plan"):
        if activity.ends_on is not None:
            yield _asked(activity, ACTIVITY_DUE, activity, activity.ends_on)


def milestones_due(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """A milestone of such an activity is reached by its day, or no longer pursued."""
    rows = Milestone.objects.filter(
        state=MilestoneState.PLANNED,
        activity__state__in=UNDER_WAY,
        activity__superseded_by=None,
        activity__is_illustrative=False,
    )
    for milestone in these(rows, subjects).select_related("activity__lead", "activity__objective__plan"):
        yield _asked(milestone, MILESTONE_DUE, milestone.activity, milestone.due_on)


def _asked(subject: models.Model, kind: str, activity: Activity, day: date) -> Obligation:
    """Of the lead, once it can read the plan; before that, and without a lead, of staff."""
    lead = activity.lead if activity.objective.plan.is_published else None
    zone = lead.time_zone if lead else "UTC"
    offices = AUTOMATIC_OFFICES if lead else STAFF
    return Obligation.of(subject, kind, lead, offices=offices, due_at=end_of(day, zone), due_zone=zone)
