"""The distribution of a plan over the five JVAP domains (paragraph 15): activities, funding, participants involved."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from actionplan.enums import ActivityState
from actionplan.models import Activity, Funding, JvapDomain, Plan
from foundation.actors import Actor
from foundation.localized import localized


@dataclass(frozen=True)
class DomainRow:
    """One domain. An activity in two domains counts in both; amounts are by currency (ISO 4217)."""

    number: int
    title: str
    activities: int
    participants: int
    funding: list[tuple[str, Decimal]]


def distribution_of(plan: Plan, actor: Actor) -> list[DomainRow]:
    """One row for each of the five domains in their order, without what was cancelled: no ranking, no traffic light."""
    activities = Activity.objects.visible_to(actor).current().exclude(state=ActivityState.CANCELLED)
    activities = activities.filter(objective__plan=plan)
    in_domain = defaultdict(set)
    for domain, activity in activities.values_list("domains", "pk"):
        in_domain[domain].add(activity)
    involved = _participants(activities)
    funding = _funding(activities)
    return [
        DomainRow(
            number=domain.number,
            title=domain.name,
            activities=len(in_domain[domain.pk]),
            participants=len(set().union(*(involved[pk] for pk in in_domain[domain.pk]))),
            funding=sorted(funding[domain.pk].items()),
        )
        for domain in JvapDomain.objects.annotate(name=localized("title"))
    ]


def _participants(activities: QuerySet[Activity]) -> dict[int, set[int]]:
    involved: dict[int, set[int]] = defaultdict(set)
    for pk, lead, supporting in activities.values_list("pk", "lead", "supporting"):
        involved[pk] |= {party for party in (lead, supporting) if party is not None}
    return involved


def _funding(activities: QuerySet[Activity]) -> dict[int, dict[str, Decimal]]:
    sums: dict[int, dict[str, Decimal]] = defaultdict(dict)
    rows = Funding.objects.filter(activity__in=activities).values("currency", domain=F("activity__domains"))
    for row in rows.annotate(total=Sum("amount")).order_by("domain", "currency"):
        sums[row["domain"]][row["currency"]] = row["total"]
    return sums
