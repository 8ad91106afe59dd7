"""Which activities a follow-up of a decision bears on, and which follow-ups bear on an activity."""

from django.db.models import QuerySet

from actionplan.models import Activity
from foundation.actors import Actor
from meetings.models import FollowUp


def activities_of(follow_up: FollowUp, actor: Actor) -> QuerySet[Activity]:
    """Those this reader may see, by their codes."""
    tied = Activity.objects.visible_to(actor).filter(follow_ups__follow_up=follow_up)
    return tied.order_by("code", "pk")


def follow_ups_of(activity: Activity, actor: Actor) -> QuerySet[FollowUp]:
    """Those this reader may see, the first due first."""
    return FollowUp.objects.visible_to(actor).filter(activity_link__activity=activity).order_by("due_on", "pk")
