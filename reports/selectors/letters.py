"""Reads of letters that came in place of a contribution, and of what was arranged from them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from actionplan.models import Activity
from foundation.localized import by_name
from reports.enums import QuestionKind
from reports.models import Contribution, Letter, Passage, Round, TemplateQuestion
from reports.selectors.asked import activities_of, template_of
from reports.selectors.contributions import latest_snapshot

IN_WORDS = (QuestionKind.LONG_TEXT, QuestionKind.SHORT_TEXT)
"""Questions under which words of a letter can stand."""


@dataclass(frozen=True)
class ReadLetter:
    """A letter with what was arranged from it; `is_current`: nothing was submitted since."""

    letter: Letter
    passages: list[Passage]
    is_current: bool

    @property
    def waiting(self) -> int:
        """How many passages nobody has confirmed."""
        return sum(passage.confirmed_at is None for passage in self.passages)


def letter_of(contribution: Contribution) -> ReadLetter | None:
    """The letter that came in place of this contribution, if one did. Three queries at most."""
    rows = Letter.objects.filter(contribution=contribution).select_related("revision")
    letter = rows.defer("revision__content").first()
    if letter is None:
        return None
    letter.contribution = contribution
    passages = letter.passages.select_related("question__section", "activity", "confirmed_by")
    return ReadLetter(letter, list(passages), is_what_was_said(contribution))


def is_what_was_said(contribution: Contribution) -> bool:
    """The letter is the last thing this participant submitted."""
    last = latest_snapshot(contribution)
    return last is not None and last.content.get("route") == "letter"


def letters_waiting(contributions: Iterable[Contribution]) -> set[int]:
    """Those of them, by key, whose letter has passages that wait for a word of their participant. One query."""
    waiting = Passage.objects.filter(confirmed_at=None, letter__contribution__answers=None)
    of_these = waiting.filter(letter__contribution__in=list(contributions))
    return set(of_these.values_list("letter__contribution_id", flat=True))


def still_awaited_in(round_: Round) -> QuerySet[Contribution]:
    """Of whom nothing has been received, in alphabetical order: begun or not, which stays their own."""
    awaited = Contribution.objects.filter(round=round_, submitted_at=None)
    return awaited.select_related("party", "authority", "round").order_by(by_name("party"), "id")


def may_stand_under(contribution: Contribution, question: TemplateQuestion, activity: Activity | None) -> bool:
    """The question is put to this participant, in words, and about this activity."""
    section = question.section
    if section.template_id != template_of(contribution).pk or question.kind not in IN_WORDS:
        return False
    led, supported = activities_of(contribution)
    if section.per_activity:
        return activity in led
    return activity in supported if section.for_supporting else activity is None


def questions_for(contribution: Contribution) -> QuerySet[TemplateQuestion]:
    """The questions under which words of its letter can stand."""
    asked = TemplateQuestion.objects.filter(section__template=template_of(contribution).pk, kind__in=IN_WORDS)
    return asked.select_related("section").order_by("section__position", "position", "id")


def activities_for(contribution: Contribution) -> QuerySet[Activity]:
    """The activities this participant is asked about."""
    led, supported = activities_of(contribution)
    return Activity.objects.filter(pk__in=[one.pk for one in (*led, *supported)]).order_by("code")
