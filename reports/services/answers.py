"""Writing answers. Each has a version of its own: two ministries type in two sections and neither loses a word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState
from foundation.actors import Actor
from foundation.base import lock
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from reports.enums import QuestionKind
from reports.models import Answer, AnswerRevision, Contribution
from reports.permissions.contributions import EDITABLE, can_write
from reports.selectors.asked import AskedQuestion, asked_sections
from reports.selectors.obligations import ACCEPTING
from reports.validators import clean_answer

Place = tuple[UUID, UUID | None]
"""A question and, where it is asked per activity, the activity."""


@dataclass(frozen=True)
class Draft:
    """What somebody typed under a question, having seen `version` of its answer (0: none).

    `confirms` says that an answer taken from the last round still holds.
    """

    question: UUID
    activity: UUID | None
    text: str
    version: int
    confirms: bool = False

    @property
    def place(self) -> Place:
        """Where it was typed."""
        return self.question, self.activity


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
    saved: list[AskedQuestion] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@transaction.atomic
def write_answers(
    contribution: Contribution, *, actor: Actor, drafts: Sequence[Draft], now: datetime, language: str | None = None
) -> Written:
    """Save what was typed; text untouched since it was read is left as others wrote it.

    The freeze writes the ledger entry. Raises `IllegalTransition`, `NotAllowed`, or `RuleBroken` whose
    field is the question's name in a form.
    """
    current = lock(contribution)
    if current.state not in EDITABLE or current.round.state not in ACCEPTING:
        raise IllegalTransition
    if not can_write(actor, current):
        raise NotAllowed
    asked = {_place(item): item for section in asked_sections(current) for item in section.questions}
    changed = language is not None and language != current.language
    if changed:
        current.language = str(language)
    written = Written(current)
    seen = _texts_seen(asked, drafts)
    for draft in drafts:
        _take_in(draft, asked, seen, written, actor=actor, now=now)
    if written.saved or changed:
        current.version += 1
        current.save(update_fields=["version", "language"])
    return written


def write_answer(contribution: Contribution, draft: Draft, *, actor: Actor, now: datetime) -> Written:
    """Save one answer, as autosave does."""
    return write_answers(contribution, actor=actor, drafts=[draft], now=now)


def choices_of(kind: str) -> tuple[str, ...]:
    """What a question of this kind may be answered with, where the plan's lists say it."""
    return tuple(ActivityState.values) if kind == QuestionKind.ACTIVITY_STATUS else ()


def _take_in(
    draft: Draft,
    asked: dict[Place, AskedQuestion],
    seen: dict[tuple[Place, int], str],
    written: Written,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    item = asked.get(draft.place)
    if item is None:
        raise RuleBroken(_("This question is not asked here any more. Reload the page."))
    text = _cleaned(item, draft)
    if text == item.text and not (item.waits_for_confirmation and draft.confirms):
        return
    untouched = text == seen.get((draft.place, draft.version), "")
    if draft.version != item.version and item.text != text and (item.text or untouched):
        if not untouched:
            written.conflicts.append(Conflict(item, text, item.text, item.version))
        return
    asked[draft.place] = _save(item, text, written.contribution, actor=actor, now=now)
    written.saved.append(asked[draft.place])


def _cleaned(item: AskedQuestion, draft: Draft) -> str:
    try:
        return clean_answer(item.question.kind, draft.text, choices=choices_of(item.question.kind))
    except RuleBroken as error:
        raise RuleBroken(error.sentence, field=item.name) from error


def _save(item: AskedQuestion, text: str, contribution: Contribution, *, actor: Actor, now: datetime) -> AskedQuestion:
    answer = item.answer or Answer(contribution=contribution, question=item.question, activity=item.activity, version=0)
    answer.version += 1
    answer.text, answer.language, answer.is_prefilled = text, contribution.language, False
    answer.save()
    AnswerRevision.objects.create(
        answer=answer, version=answer.version, text=text, written_by_id=actor.user_id, written_at=now
    )
    return AskedQuestion(item.question, item.activity, answer)


def _texts_seen(asked: dict[Place, AskedQuestion], drafts: Iterable[Draft]) -> dict[tuple[Place, int], str]:
    """What stood there at the version each writer saw, for the versions that are not the present ones."""
    stale = {
        item.answer.pk: draft.place
        for draft in drafts
        if (item := asked.get(draft.place)) and item.answer is not None and item.version != draft.version
    }
    if not stale:
        return {}
    revisions = AnswerRevision.objects.filter(answer__in=stale).values_list("answer_id", "version", "text")
    return {(stale[answer], version): text for answer, version, text in revisions}


def _place(item: AskedQuestion) -> Place:
    return item.question.uuid, item.activity.uuid if item.activity else None
