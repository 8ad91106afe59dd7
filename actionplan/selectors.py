"""Reads of the action plan for pages: activities with their counts, the balance over the five domains, the gaps.

Participants stand in alphabetical order, activities in the plan's order; nothing here ranks anybody.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, Sum

from actionplan.enums import ActivityState, MilestoneState
from actionplan.models import Activity, Funding, JvapDomain, Plan
from actionplan.models.activities import ActivityQuerySet
from foundation.actors import Actor
from meetings.enums import Part
from meetings.models import OutcomeText, Paragraph


@dataclass(frozen=True)
class DomainShare:
    """What a plan holds for one JVAP domain. An activity of two domains stands in both; money is by currency."""

    domain: JvapDomain
    activities: int = 0
    participants: int = 0
    funding: dict[str, Decimal] = field(default_factory=dict)


def activities_of(plan: Plan, actor: Actor) -> ActivityQuerySet:
    """The activities of a plan that the actor may see and that nothing has superseded, in the plan's order.

    Each knows its `milestones_in_all` and `milestones_reached`; dropped milestones are not counted.
    """
    pursued = Q(milestones__state__in=[MilestoneState.PLANNED, MilestoneState.REACHED])
    reached = Q(milestones__state=MilestoneState.REACHED)
    return (
        Activity.objects.visible_to(actor)
        .current()
        .filter(objective__plan=plan)
        .select_related("objective", "lead", "presidency")
        .prefetch_related(
            "domains",
            "supporting",
            Prefetch("paragraphs", Paragraph.objects.visible_to(actor).select_related("outcome_text")),
        )
        .annotate(
            milestones_in_all=Count("milestones", filter=pursued, distinct=True),
            milestones_reached=Count("milestones", filter=reached, distinct=True),
        )
        .order_by("objective__position", "objective_id", "code", "id")
    )


def distribution(plan: Plan, actor: Actor) -> list[DomainShare]:
    """The balance of a plan over the five JVAP domains (point 15), in their order; cancelled activities are left out.

    Four queries, however many activities there are.
    """
    counted = (
        Activity.objects.visible_to(actor).current().filter(objective__plan=plan).exclude(state=ActivityState.CANCELLED)
    )
    activities: dict[int, set[int]] = defaultdict(set)
    participants: dict[int, set[int]] = defaultdict(set)
    links = counted.order_by().values_list("domains", "pk", "lead", "supporting")
    for domain, activity, *involved in links:
        activities[domain].add(activity)
        participants[domain].update(party for party in involved if party is not None)
    money = _funding_by_domain(counted)
    return [
        DomainShare(domain, len(activities[domain.pk]), len(participants[domain.pk]), money[domain.pk])
        for domain in JvapDomain.objects.all()
    ]


def _funding_by_domain(activities: ActivityQuerySet) -> dict[int, dict[str, Decimal]]:
    sums = (
        Funding.objects.filter(activity__in=activities)
        .order_by("currency")
        .values_list("activity__domains", "currency")
        .annotate(total=Sum("amount"))
    )
    money: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for domain, currency, total in sums:
        money[domain][currency] = total
    return money


def paragraphs_nobody_serves(
    text: OutcomeText, actor: Actor, *, plans: Iterable[Plan] | None = None
) -> list[Paragraph]:
    """The operative paragraphs of a text that no visible activity serves, of these plans or of any."""
    serving = Activity.objects.visible_to(actor).current().exclude(state=ActivityState.CANCELLED)
    if plans is not None:
        serving = serving.filter(objective__plan__in=list(plans))
    served = serving.order_by().values("paragraphs").exclude(paragraphs=None)
    operative = Paragraph.objects.visible_to(actor).filter(outcome_text=text, part=Part.OPERATIVE)
    return list(operative.exclude(pk__in=served).order_by("position", "id"))


def programme_counts(presidency_id: int, actor: Actor) -> dict[str, int]:
    """How many activities of a Presidency's programme are in each status: the body of its end-of-term account."""
    rows = (
        Activity.objects.visible_to(actor)
        .current()
        .filter(presidency_id=presidency_id)
        .order_by()
        .values_list("state")
        .annotate(total=Count("pk"))
    )
    found = dict(rows)
    return {state: found.get(state, 0) for state in ActivityState.values}
