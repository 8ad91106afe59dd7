"""What a contribution is asked: the sections of its template, those per activity once for each activity."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch

from actionplan.models import Activity, ActivityFollowUp
from foundation.actors import Actor
from foundation.errors import Sentence
from meetings.enums import FollowUpState
from meetings.models import FollowUp
from parties.enums import PartyKind
from reports.models import Answer, Contribution, Template, TemplateQuestion, TemplateSection
from reports.selectors.words import word_of_ours

OPEN_FOLLOW_UPS = (FollowUpState.OPEN, FollowUpState.IN_PROGRESS, FollowUpState.CARRIED_OVER)
Key = tuple[int, int | None]


@dataclass(frozen=True)
class AskedQuestion:
    """One question, of one activity where its section is asked per activity, with the answer there is."""

    question: TemplateQuestion
    activity: Activity | None
    answer: Answer | None

    @property
    def name(self) -> str:
        """Its name in a form: stable, and without a key of the database."""
        tail = f"-{self.activity.uuid.hex}" if self.activity else ""
        return f"q-{self.question.uuid.hex}{tail}"

    @property
    def text(self) -> str:
        """The answer's text, or nothing."""
        return self.answer.text if self.answer else ""

    @property
    def version(self) -> int:
        """The answer's version; 0 while there is none."""
        return self.answer.version if self.answer else 0

    @property
    def word_of_ours(self) -> Sentence | None:
        """How an answer chosen from a list reads; None for the participant's own words."""
        return word_of_ours(self.question.kind, self.text)

    @property
    def waits_for_confirmation(self) -> bool:
        """Taken from the last contribution, and nobody has said yet that it still holds."""
        return self.answer is not None and self.answer.is_prefilled and bool(self.answer.text)


@dataclass(frozen=True)
class AskedSection:
    """A section as this participant is asked it."""

    section: TemplateSection
    activity: Activity | None
    questions: list[AskedQuestion] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its anchor on a page."""
        tail = f"-{self.activity.uuid.hex}" if self.activity else ""
        return f"s-{self.section.uuid.hex}{tail}"


def template_of(contribution: Contribution) -> Template:
    """The template of this round for States or for organisations."""
    if contribution.party.kind == PartyKind.STATE:
        return contribution.round.state_template
    return contribution.round.organisation_template


def asked_sections(contribution: Contribution) -> list[AskedSection]:
    """Everything asked, in order. A fixed number of queries, however many activities."""
    answers = {(a.question_id, a.activity_id): a for a in contribution.answers.all()}
    led, supported = activities_of(contribution)
    return [
        AskedSection(section, activity, list(_questions(section, activity, answers)))
        for section in sections_of(template_of(contribution).pk)
        for activity in _activities_for(section, led, supported)
    ]


def sections_of(template_id: int) -> list[TemplateSection]:
    """The sections of a template with their questions, in order."""
    questions = Prefetch("questions", TemplateQuestion.objects.order_by("position", "id"))
    return list(
        TemplateSection.objects.filter(template=template_id).order_by("position", "id").prefetch_related(questions)
    )


def activities_of(contribution: Contribution) -> tuple[list[Activity], list[Activity]]:
    """The activities of the round's plan that the participant leads, and those it supports."""
    current = Activity.objects.filter(objective__plan=contribution.round.plan_id, superseded_by=None)
    led = current.filter(lead=contribution.party_id).order_by("code")
    supported = current.filter(supporting=contribution.party_id).exclude(lead=contribution.party_id).order_by("code")
    return list(led), list(supported)


def _activities_for(
    section: TemplateSection, led: list[Activity], supported: list[Activity]
) -> Iterable[Activity | None]:
    if section.per_activity:
        return led
    return supported if section.for_supporting else [None]


def _questions(
    section: TemplateSection, activity: Activity | None, answers: dict[Key, Answer]
) -> Iterator[AskedQuestion]:
    for question in section.questions.all():
        key = (question.pk, activity.pk if activity else None)
        yield AskedQuestion(question, activity, answers.get(key))


@dataclass(frozen=True)
class Blocker:
    """Why a contribution cannot be submitted yet: `required` or `unconfirmed`, and the question it is about."""

    reason: str
    section: AskedSection
    asked: AskedQuestion


def blockers(asked: Iterable[AskedSection]) -> list[Blocker]:
    """Required questions without an answer, and answers of the last round that nobody has confirmed."""
    found = []
    for section in asked:
        for item in section.questions:
            if item.question.is_required and not item.text:
                found.append(Blocker("required", section, item))
            elif item.waits_for_confirmation:
                found.append(Blocker("unconfirmed", section, item))
    return found


def open_follow_ups(asked: Iterable[AskedSection], actor: Actor) -> dict[int, list[FollowUp]]:
    """What earlier decisions ask for, by activity: the next round shows it (domain note, section 1)."""
    activities = {section.activity.pk for section in asked if section.activity}
    ties = (
        ActivityFollowUp.objects.filter(
            activity__in=activities,
            follow_up__in=FollowUp.objects.visible_to(actor),
            follow_up__state__in=OPEN_FOLLOW_UPS,
        )
        .select_related("follow_up__decision__meeting", "follow_up__decision__verb", "follow_up__owner")
        .order_by("follow_up__due_on", "follow_up_id")
    )
    by_activity: dict[int, list[FollowUp]] = {}
    for tie in ties:
        by_activity.setdefault(tie.activity_id, []).append(tie.follow_up)
    return by_activity
