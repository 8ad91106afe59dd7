"""One answer: what was typed under one question is saved, left alone, or kept beside what somebody else wrote there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState
from foundation.actors import Actor
from foundation.errors import RuleBroken
from foundation.localized import LANGUAGES
from reports.enums import QuestionKind
from reports.models import Answer, AnswerRevision, Contribution
from reports.selectors.asked_question import AskedQuestion, Place
from reports.selectors.handed import Places
from reports.services.handing import check_place
from reports.services.versions import keep_version
from reports.validators import check_reached, clean_answer, first_day

NOT_ASKED = _("This question is not asked here any more. Open the page again.")
MOST_ROWS = 200
"""Rows of one list."""
MOST_LINKS = 10
"""Links to evidence under one question of one activity."""
Said = tuple[str, bool]
"""The text, and whether the row is closed."""


@dataclass(frozen=True)
class Draft:
    """What somebody typed under a question, having seen `version` of its answer (0: none).

    `confirms` says that an answer taken from the last round still holds. `item` is the milestone, the indicator or the
    row of a list; a uuid that nobody has seen makes a new row. `closes` closes a row or opens it again (None: as it
    is).
    """

    question: UUID
    activity: UUID | None
    text: str
    version: int
    confirms: bool = False
    item: UUID | None = None
    closes: bool | None = None
    spoken: str = ""
    """The language that these words are in after all, where somebody corrects it; empty: nothing is said about it."""

    @property
    def place(self) -> Place:
        """Where it was typed."""
        return self.question, self.activity, self.item


@dataclass(frozen=True)
class Conflict:
    """Somebody else wrote here in the meantime: both texts, and the version that now stands."""

    asked: AskedQuestion
    yours: str
    theirs: str
    version: int


@dataclass
class Written:
    """What came of it. Nothing is lost: what could not be saved stands in `conflicts`."""

    contribution: Contribution
    only_in: Places | None = None
    """The sections in which the actor writes; None: everywhere."""
    saved: list[AskedQuestion] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    corrected: list[tuple[AskedQuestion, str]] = field(default_factory=list)
    """Answers whose language was corrected, with the language (code) they were marked with before."""


def choices_of(kind: str) -> tuple[str, ...]:
    """What a question of this kind may be answered with, where the plan's lists say it."""
    return tuple(ActivityState.values) if kind == QuestionKind.ACTIVITY_STATUS else ()


def texts_seen(asked: dict[Place, AskedQuestion], drafts: Iterable[Draft]) -> dict[tuple[Place, int], Said]:
    """What stood there at the version each writer saw, for the versions that are not the present ones."""
    stale = {
        item.answer.pk: draft.place
        for draft in drafts
        if (item := asked.get(draft.place)) and item.answer is not None and item.version != draft.version
    }
    if not stale:
        return {}
    revisions = AnswerRevision.objects.filter(answer__in=stale)
    return {
        (stale[answer], version): (text, closed)
        for answer, version, text, closed in revisions.values_list("answer_id", "version", "text", "is_closed")
    }


def take_in(
    draft: Draft,
    asked: dict[Place, AskedQuestion],
    seen: dict[tuple[Place, int], Said],
    written: Written,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """What was typed under one question: saved, left alone, or kept as a conflict with what somebody else wrote there.

    Raises `RuleBroken` at the question, or `NotAllowed` for a section in which the actor does not write.
    """
    item = asked.get(draft.place)
    if item is None:
        raise RuleBroken(NOT_ASKED)
    text = _judged(item, draft, written.contribution, now)
    said, spoken = (text, _closes(item, draft, text)), _spoken(item, draft) if text else ""
    changes = said != (item.text, item.is_closed) or bool(spoken)
    if not changes and not (item.waits_for_confirmation and draft.confirms):
        return
    check_place(written.only_in, (item.question.section_id, item.activity.pk if item.activity else None))
    untouched = not spoken and _is_as_it_was(draft, text, seen)
    if changes and draft.version != item.version and (item.text or untouched):
        if not untouched:
            written.conflicts.append(Conflict(item, text, item.text, item.version))
        return
    asked[draft.place] = _keep(item, said, draft, spoken, written, actor=actor, now=now)


def _is_as_it_was(draft: Draft, text: str, seen: dict[tuple[Place, int], Said]) -> bool:
    """Whether its writer left what stood there at the version it was read at."""
    before, was_closed = seen.get((draft.place, draft.version), ("", False))
    return text == before and draft.closes in {None, was_closed}


def _keep(
    item: AskedQuestion, said: Said, draft: Draft, spoken: str, written: Written, *, actor: Actor, now: datetime
) -> AskedQuestion:
    """Save it, and note that it was, and of which language it was said to be until now."""
    if item.is_of_list and not item.text:
        _check_room(written.contribution, item)
    marked = item.answer.language if item.answer and item.text else ""
    still_asks = item.waits_for_confirmation and said == (item.text, item.is_closed) and not draft.confirms
    chosen = draft.spoken if said[0] else ""
    saved = _save(item, said, written.contribution, chosen=chosen, still_asks=still_asks, actor=actor, now=now)
    written.saved.append(saved)
    if spoken and marked:
        written.corrected.append((saved, marked))
    return saved


def _check_room(contribution: Contribution, asked: AskedQuestion) -> None:
    """Raise `RuleBroken` for one row more than a list may have; rows that were emptied take room for themselves."""
    rows = Answer.objects.filter(contribution=contribution, question=asked.question, activity=asked.activity)
    most = MOST_LINKS if asked.kind == QuestionKind.LINKS else MOST_ROWS
    if rows.exclude(text="").count() >= most or (asked.is_spare and rows.count() >= MOST_ROWS):
        raise RuleBroken(_("This list is full: %(most)s entries at most.") % {"most": most}, field=asked.name)


def _spoken(item: AskedQuestion, draft: Draft) -> str:
    """The language that this answer is to be marked with; empty where it is, or nothing is said about it."""
    if draft.spoken and draft.spoken not in LANGUAGES:
        raise RuleBroken(_("Choose one of the languages offered."), field=item.name)
    return "" if item.answer is not None and item.text and draft.spoken == item.answer.language else draft.spoken


def _closes(item: AskedQuestion, draft: Draft, text: str) -> bool:
    """Only a row that says something can be closed."""
    return item.is_of_list and bool(text) and (item.is_closed if draft.closes is None else draft.closes)


def _judged(item: AskedQuestion, draft: Draft, contribution: Contribution, now: datetime) -> str:
    """What is to be stored. Raises `RuleBroken` at the question; what stands already is not judged again."""
    try:
        text = clean_answer(item.kind, draft.text, choices=choices_of(item.kind))
        if item.kind == QuestionKind.MILESTONES and text != item.text:
            check_reached(text, now, begun_on=_begun_on(item, contribution))
    except RuleBroken as error:
        raise RuleBroken(error.sentence, field=item.name) from error
    return text


def _begun_on(item: AskedQuestion, contribution: Contribution) -> date | None:
    """The first day on which this milestone can have been reached, where the plan knows one."""
    begun = contribution.round.plan.begins_on, item.activity.begins_on if item.activity else None
    noted = item.thing.milestone.reached_on if item.thing and item.thing.milestone else None
    return first_day(*begun, noted=noted)


def _save(
    item: AskedQuestion,
    said: Said,
    contribution: Contribution,
    *,
    chosen: str,
    still_asks: bool,
    actor: Actor,
    now: datetime,
) -> AskedQuestion:
    answer = item.answer or Answer(
        contribution=contribution,
        question=item.question,
        activity=item.activity,
        item=item.item,
        version=contribution.versions_gone,
    )
    if chosen or said[0] != answer.text or not answer.text:
        answer.language = chosen or contribution.language
    answer.version += 1
    answer.text, answer.is_closed = said
    if not still_asks:
        answer.is_prefilled, answer.asked_before = False, None
    answer.save()
    keep_version(answer, actor=actor, now=now)
    return replace(item, answer=answer)
