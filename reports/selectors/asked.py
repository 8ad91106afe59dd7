"""What a contribution is asked: the sections of its template, those per activity once for each activity.

Some questions unfold: once for each milestone or indicator of the activity, or once for each row of a list that the
participant keeps. Each such answer has its `item`.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet

from actionplan.models import Activity
from parties.enums import PartyKind
from reports.enums import LISTS, OF_ACTIVITY
from reports.models import Answer, Contribution, Template, TemplateQuestion, TemplateSection
from reports.names import shortened
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.selectors.things import Thing, Things, things_of

Key = tuple[int, int | None, UUID | None]


def template_of(contribution: Contribution) -> Template:
    """The template of this round for States or for organisations; what was sent keeps the edition it was sent under."""
    if contribution.template is not None:
        return contribution.template
    if contribution.party.kind == PartyKind.STATE:
        return contribution.round.state_template
    return contribution.round.organisation_template


def template_key_of(contribution: Contribution) -> int:
    """The key of the template, without reading the template."""
    if contribution.template_id is not None:
        return contribution.template_id
    asked_as_state = contribution.party.kind == PartyKind.STATE
    return contribution.round.state_template_id if asked_as_state else contribution.round.organisation_template_id


def sections_asked(contribution: Contribution) -> list[TemplateSection]:
    """The sections of which anything is asked, once each: what is chosen by section needs no answers. Two queries."""
    led, supported = activities_of(contribution)
    sections = sections_of(template_key_of(contribution))
    return [section for section in sections if any(True for _each in _activities_for(section, led, supported))]


@dataclass(frozen=True)
class Everything:
    """What is asked now, and the answers whose question, activity or milestone is not asked about any more."""

    sections: list[AskedSection]
    no_longer_asked: list[Answer]


def asked_sections(contribution: Contribution) -> list[AskedSection]:
    """Everything asked, in order. A fixed number of queries, however many activities."""
    return everything_asked(contribution).sections


def everything_asked(contribution: Contribution) -> Everything:
    """Everything asked, in order, and the answers that have lost their place: kept, and readable."""
    sections = sections_of(template_key_of(contribution))
    led, supported = activities_of(contribution)
    things = things_of(sections, [*led, *supported])
    answers = contribution.answers.select_related("question", "activity", "asked_before").order_by("id")
    return unfold(contribution, sections, (led, supported), things, answers)


def unfold(
    contribution: Contribution,
    sections: list[TemplateSection],
    activities: tuple[list[Activity], list[Activity]],
    things: Things,
    answers: Iterable[Answer],
) -> Everything:
    """Everything asked, out of what was read already: activities led and supported, answers in the order they came."""
    led, supported = activities
    asking = _Asking(contribution, things, answers)
    asked = [
        AskedSection(section, activity, list(asking.questions(section, activity)))
        for section in sections
        for activity in _activities_for(section, led, supported)
    ]
    return Everything(asked, asking.left())


def sections_of(template_id: int) -> list[TemplateSection]:
    """The sections of a template with their questions, in order."""
    return sections_of_each({template_id}).get(template_id, [])


def sections_of_each(templates: Collection[int]) -> dict[int, list[TemplateSection]]:
    """The same of several templates, by their keys. One query; a section without questions asks nothing."""
    rows = TemplateQuestion.objects.filter(section__template__in=templates).select_related("section")
    sections: dict[int, TemplateSection] = {}
    found: dict[int, list[TemplateSection]] = {}
    for question in rows.order_by("section__position", "section", "position", "id"):
        if question.section_id not in sections:
            sections[question.section_id] = question.section
            question.section.asked = []
            found.setdefault(question.section.template_id, []).append(question.section)
        question.section = sections[question.section_id]
        question.section.asked.append(question)
    return found


def current_activities(*plans: int) -> QuerySet[Activity]:
    """Those of these plans that are asked about: what was superseded is not."""
    return Activity.objects.filter(objective__plan__in=plans, superseded_by=None)


def supported_by(*parties: int) -> Exists:
    """Of an activity: one of these participants supports it."""
    supports = Activity.supporting.through.objects.filter(party__in=parties)
    return Exists(supports.filter(activity=OuterRef("pk")))


def activities_of(contribution: Contribution) -> tuple[list[Activity], list[Activity]]:
    """The activities of the round's plan that the participant leads, and those it supports."""
    party = contribution.party_id
    current = current_activities(contribution.round.plan_id)
    found = list(current.filter(Q(lead=party) | supported_by(party)).order_by("code"))
    return [one for one in found if one.lead_id == party], [one for one in found if one.lead_id != party]


def _activities_for(
    section: TemplateSection, led: list[Activity], supported: list[Activity]
) -> Iterable[Activity | None]:
    if section.per_activity:
        return led
    return supported if section.for_supporting else [None]


class _Asking:
    """Unfolds the questions of one contribution and finds the answers there are."""

    def __init__(self, contribution: Contribution, things: Things, answers: Iterable[Answer]) -> None:
        self.contribution, self.things = contribution, things
        self.is_compared = contribution.prefilled_from_id is not None
        self.answers: dict[Key, Answer] = {}
        self.rows: dict[tuple[int, int | None], list[Answer]] = {}
        self.placed: set[int] = set()
        for answer in answers:
            self.answers[answer.question_id, answer.activity_id, answer.item] = answer
            self.rows.setdefault((answer.question_id, answer.activity_id), []).append(answer)

    def questions(self, section: TemplateSection, activity: Activity | None) -> Iterator[AskedQuestion]:
        """The questions of a section, unfolded."""
        for question in section.asked:
            if question.kind in LISTS:
                yield from self._list(question, activity)
            elif question.kind in OF_ACTIVITY:
                for thing in self.things.of(question.kind, activity):
                    yield self._asked(question, activity, thing.uuid, thing)
            else:
                yield self._asked(question, activity, None, None)

    def left(self) -> list[Answer]:
        """What was answered and has no place among what is asked."""
        return [answer for answer in self.answers.values() if answer.text and answer.pk not in self.placed]

    def _asked(
        self, question: TemplateQuestion, activity: Activity | None, item: UUID | None, thing: Thing | None
    ) -> AskedQuestion:
        answer = self.answers.get((question.pk, activity.pk if activity else None, item))
        if answer is not None:
            self.placed.add(answer.pk)
        return AskedQuestion(question, activity, answer, item, thing, is_compared=self.is_compared)

    def _list(self, question: TemplateQuestion, activity: Activity | None) -> Iterator[AskedQuestion]:
        """The rows that say something or did last time, then the spare one."""
        written = self.rows.get((question.pk, activity.pk if activity else None), [])
        shown = [answer for answer in written if answer.text or answer.said_before]
        self.placed.update(answer.pk for answer in written)
        for number, answer in enumerate(shown, start=1):
            yield AskedQuestion(question, activity, answer, answer.item, None, number, is_compared=self.is_compared)
        spare = self._spare(question, {answer.item for answer in written})
        yield AskedQuestion(question, activity, None, spare, None, len(shown) + 1, is_compared=self.is_compared)

    def _spare(self, question: TemplateQuestion, taken: set[UUID | None]) -> UUID:
        """The same for whoever reads the form while the list is as long as it is, and short."""
        rows = (shortened(uuid5(self.contribution.uuid, f"{question.uuid}/{number}")) for number in count(len(taken)))
        return next(row for row in rows if row not in taken)
