"""What a question unfolds into: the milestones and indicators of the activities that a participant is asked about."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import chain
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from actionplan.models import Activity, Indicator, IndicatorValue, Milestone
from foundation.localized import pick, texts
from reports.enums import OF_ACTIVITY, QuestionKind
from reports.models import TemplateSection
from reports.names import shortened


@dataclass(frozen=True)
class Seen:
    """What an indicator showed last, in its unit or in words."""

    on: date
    value: Decimal | None
    text: str


@dataclass(frozen=True)
class Thing:
    """A milestone or an indicator of an activity, which is answered by itself."""

    uuid: UUID
    names: dict[str, str]
    """What the plan calls it, by language."""
    milestone: Milestone | None = None
    indicator: Indicator | None = None
    latest: Seen | None = None
    called: UUID | None = None
    """What the names of fields call it: the end of its uuid, or all of it where two of one activity end alike."""

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return pick(self.names)

    @property
    def units(self) -> dict[str, str] | None:
        """In what an indicator is measured, by language."""
        return texts(self.indicator, "unit") if self.indicator else None


@dataclass(frozen=True)
class Things:
    """By activity (its key)."""

    milestones: dict[int, list[Thing]] = field(default_factory=dict)
    indicators: dict[int, list[Thing]] = field(default_factory=dict)

    def of(self, kind: str, activity: Activity | None) -> list[Thing]:
        """What a question of this kind unfolds into; nothing outside an activity."""
        by_activity = self.milestones if kind == QuestionKind.MILESTONES else self.indicators
        return by_activity.get(activity.pk, []) if activity else []


def thing_of(kind: str, activity: Activity | None, uuid: UUID | None) -> Thing | None:
    """One milestone or indicator of an activity, as names call it or in full, where such a question unfolds into it."""
    if activity is None or uuid is None or kind not in OF_ACTIVITY:
        return None
    return thing_among(kind, Activity.objects.filter(pk=activity.pk), uuid)[1]


def thing_among(kind: str, asked: "QuerySet[Activity]", uuid: UUID) -> tuple[Activity, Thing] | tuple[None, None]:
    """The same with its activity, which is the one asked about: a single question finds both."""
    if kind == QuestionKind.MILESTONES:
        found = _milestones(Milestone.objects.filter(activity__in=asked).select_related("activity"))
    else:
        found = _indicators(Indicator.objects.filter(activity__in=asked).select_related("activity"))
    things = chain.from_iterable(found.values())
    thing = next((thing for thing in things if uuid in {thing.uuid, thing.called}), None)
    row = (thing.milestone or thing.indicator) if thing else None
    return (row.activity, thing) if row and thing else (None, None)


def things_of(sections: Iterable[TemplateSection], activities: Collection[Activity]) -> Things:
    """Two queries at most, and none for what no question asks about."""
    kinds = {question.kind for section in sections for question in section.asked}
    keys = [activity.pk for activity in activities]
    return Things(
        _milestones(Milestone.objects.filter(activity__in=keys)) if QuestionKind.MILESTONES in kinds else {},
        _indicators(Indicator.objects.filter(activity__in=keys)) if QuestionKind.INDICATOR_VALUES in kinds else {},
    )


def _milestones(rows: "QuerySet[Milestone]") -> dict[int, list[Thing]]:
    found: dict[int, list[Thing]] = {}
    for milestone in rows.order_by("due_on", "id"):
        thing = Thing(milestone.uuid, texts(milestone, "title"), milestone=milestone)
        found.setdefault(milestone.activity_id, []).append(thing)
    return {activity: _told_apart(things) for activity, things in found.items()}


def _indicators(rows: "QuerySet[Indicator]") -> dict[int, list[Thing]]:
    newest = IndicatorValue.objects.filter(indicator=OuterRef("pk")).order_by("-on")
    last = {name: Subquery(newest.values(name)[:1]) for name in ("on", "value", "text")}
    found: dict[int, list[Thing]] = {}
    for row in rows.order_by("id").annotate(last_on=last["on"], last_value=last["value"], last_text=last["text"]):
        latest = Seen(row.last_on, row.last_value, row.last_text) if row.last_on else None
        thing = Thing(row.uuid, texts(row, "name"), indicator=row, latest=latest)
        found.setdefault(row.activity_id, []).append(thing)
    return {activity: _told_apart(things) for activity, things in found.items()}


def _told_apart(things: list[Thing]) -> list[Thing]:
    alike = Counter(shortened(thing.uuid) for thing in things)
    ends = [(thing, shortened(thing.uuid)) for thing in things]
    return [replace(thing, called=end if alike[end] == 1 else thing.uuid) for thing, end in ends]
