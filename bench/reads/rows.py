"""Data of three sizes: participants, activities with all they hold, and entries of the ledger."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice

from django.db import connection, transaction

from actionplan.models import (
    Activity,
    FrameworkGoal,
    FrameworkLink,
    Funding,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    JvapDomain,
    Milestone,
    Objective,
    Plan,
)
from bench.ledger import ARMS
from meetings.models import Paragraph
from parties.models import Party, Presidency
from tests.factories.actionplan import ObjectiveFactory, PlanFactory
from tests.factories.parties import PartyFactory, term_in_chair

AT_ONCE = 2_000


@dataclass(frozen=True)
class Size:
    """How much there is."""

    name: str
    parties: int
    activities: int
    entries: int


SIZES = {
    "S": Size("S", 40, 200, 2_000),
    "M": Size("M", 200, 20_000, 1_000_000),
    "L": Size("L", 1_000, 200_000, 10_000_000),
}


def fill(size: Size) -> Plan:
    """A published plan of that many activities: each with domains, supporters, milestones, an indicator and money."""
    parties = [*Party.objects.all(), *(PartyFactory() for _each in range(size.parties - Party.objects.count()))]
    plan = PlanFactory(title_en="A plan to be measured")
    objectives = [ObjectiveFactory(plan=plan, code=f"{number}") for number in range(1, 11)]
    around = Around(
        parties, objectives, list(JvapDomain.objects.all()), term_in_chair(), FrameworkGoal.objects.all()[0]
    )
    for first in range(0, size.activities, AT_ONCE):
        with transaction.atomic():
            around.add(first, min(AT_ONCE, size.activities - first))
    with connection.cursor() as cursor:
        for first in range(0, size.entries, 50_000):
            cursor.execute(ARMS["chained"], [min(50_000, size.entries - first)])
        cursor.execute("ANALYZE")
    return plan


@dataclass
class Around:
    """What activities refer to."""

    parties: list[Party]
    objectives: list[Objective]
    domains: list[JvapDomain]
    term: Presidency
    goal: FrameworkGoal

    def add(self, first: int, number: int) -> None:
        """So many activities with their children; the constraint that asks for domains looks at the commit."""
        made = Activity.objects.bulk_create(self._activity(at) for at in range(first, first + number))
        domains, supporting, paragraphs = (
            Activity.domains.through,
            Activity.supporting.through,
            Activity.paragraphs.through,
        )
        served = list(islice(cycle(Paragraph.objects.filter(outcome_text__state="adopted")), number))
        domains.objects.bulk_create(
            domains(activity=one, jvapdomain=self.domains[(at + more) % 5])
            for at, one in enumerate(made)
            for more in range(1 + at % 2)
        )
        supporting.objects.bulk_create(
            supporting(activity=one, party=self.parties[(at * 7 + more) % len(self.parties)])
            for at, one in enumerate(made)
            for more in range(at % 4)
        )
        paragraphs.objects.bulk_create(
            paragraphs(activity=one, paragraph=paragraph) for one, paragraph in zip(made, served, strict=True)
        )
        self._children(made)

    def _activity(self, at: int) -> Activity:
        return Activity(
            objective=self.objectives[at % len(self.objectives)],
            code=f"B{at:06}",
            title_en=f"Training of officials, part {at}",
            title_fr=f"Formation de fonctionnaires, partie {at}",
            title_ar=f"تدريب الموظفين، الجزء {at}",
            description_en="What is done, for whom and with whom. " * 4,
            lead=self.parties[at % len(self.parties)] if at % 5 else None,
            presidency=self.term if at % 3 else None,
            begins_on=date(2026, 1, 1) + timedelta(days=at % 300),
        )

    def _children(self, made: list[Activity]) -> None:
        day = date(2026, 6, 1)
        Milestone.objects.bulk_create(
            Milestone(
                activity=one, title_en=f"Step {step}", title_fr=f"Étape {step}", due_on=day + timedelta(days=step)
            )
            for at, one in enumerate(made)
            for step in range(1 + at % 4)
        )
        Funding.objects.bulk_create(
            Funding(activity=one, source="Trust fund", amount=f"{1000 + at}.50", party=one.lead)
            for at, one in enumerate(made)
        )
        FrameworkLink.objects.bulk_create(
            FrameworkLink(activity=one, goal=self.goal) for at, one in enumerate(made) if at % 2
        )
        indicators = Indicator.objects.bulk_create(
            Indicator(activity=one, name_en="Officials trained", unit_en="persons", level="output", baseline="0.00")
            for one in made
        )
        IndicatorTarget.objects.bulk_create(
            IndicatorTarget(indicator=one, on=date(2027, 12, 31), value="100.00") for one in indicators
        )
        IndicatorValue.objects.bulk_create(
            IndicatorValue(indicator=one, on=day + timedelta(days=more), value=f"{more}.00")
            for at, one in enumerate(indicators)
            for more in range(at % 3)
        )
