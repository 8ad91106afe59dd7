"""Comments on a circulated report: made and withdrawn by participants until a moment, then dealt with by the drafters.

The report's row is locked first throughout: no comment is made while the comments are being closed, none is said twice.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.models import Revision
from foundation.actors import Actor, made_again
from foundation.base import lock, lock_seen
from foundation.errors import DomainError, IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import unit_and_staff
from foundation.ledger.services import JSON, record
from foundation.localized import LANGUAGES
from parties.models import Party
from reports.enums import CommentKind, CommentState
from reports.models import Comment, ConsolidatedReport
from reports.permissions.comments import DISCUSSED, comments_for, is_open_for_comments
from reports.rendition import numbers_in
from reports.services.asking import ask_about
from reports.validators import LONGEST_REASON, clean_text, no_longer
from reports.workflow.comments import COMMENT

LONGEST = 8_000
NO_SUCH_PARAGRAPH = _("The text that was circulated has no such paragraph.")
NOT_OPEN = _("Comments on this report are no longer asked for.")
FIXED = _("The text of the report is fixed, or is being drafted anew: nothing more becomes of this comment here.")


@dataclass(frozen=True)
class Said:
    """What a participant says: on a paragraph by its printed number, or on the report as a whole."""

    kind: str
    paragraph: int | None = None
    text: str = ""
    reason: str = ""
    language: str = "en"


@transaction.atomic
def comment_on(
    report: ConsolidatedReport, *, party: Party, said: Said, actor: Actor, version: int | None, now: datetime
) -> Comment:
    """Say something about the circulated text for a participant, or that there is no comment.

    `version` is the report's: who read another text is told. A comment with words takes the place of “no comment”.
    Raises `StaleVersion`, `NotAllowed`, `IllegalTransition` after the moment named, or `RuleBroken`.
    """
    current = lock_seen(report, version=version)
    if party.pk not in comments_for(made_again(actor)):
        raise NotAllowed
    _check_open(current, now)
    worded = replace(
        said,
        text=_clean(said.text, field="text", longest=LONGEST),
        reason=_clean(said.reason, field="reason", longest=LONGEST_REASON),
    )
    read = _circulated(current)
    _check(worded, read)
    _check_new(worded, read, party)
    _make_room(read, party, report=current, kind=worded.kind, actor=actor)
    comment = Comment.objects.create(
        report=current,
        revision=read,
        party=party,
        made_by_id=actor.user_id,
        made_at=now,
        **vars(worded),
    )
    ask_about(current, now=now)
    _record(comment, "comment.made", actor=actor)
    return comment


@transaction.atomic
def withdraw_comment(comment: Comment, *, actor: Actor, version: int | None, now: datetime) -> Comment:
    """The participant takes its comment back, as long as comments are asked for."""
    report = lock(comment.report)
    if comment.party_id not in comments_for(made_again(actor)):
        raise NotAllowed
    _check_open(report, now)
    withdrawn = _withdraw(comment, actor=actor, version=version)
    ask_about(report, now=now)
    return withdrawn


@transaction.atomic
def take_up(comment: Comment, *, actor: Actor, version: int | None, now: datetime, disposition: str = "") -> Comment:
    """The drafters take it up in the text; a sentence about it is possible and not needed."""
    return _settle(comment, "take_up", actor=actor, version=version, now=now, disposition=disposition)


@transaction.atomic
def take_up_in_part(comment: Comment, *, actor: Actor, version: int | None, now: datetime, disposition: str) -> Comment:
    """They take up a part of it, and say which and why."""
    return _settle(comment, "take_up_in_part", actor=actor, version=version, now=now, disposition=disposition)


@transaction.atomic
def do_not_take_up(comment: Comment, *, actor: Actor, version: int | None, now: datetime, disposition: str) -> Comment:
    """They leave the text as it is, and say why."""
    return _settle(comment, "do_not_take_up", actor=actor, version=version, now=now, disposition=disposition)


@transaction.atomic
def reconsider(
    comment: Comment,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- every step of the workbench names the moment
) -> Comment:
    """What was said about it is taken back: the comment stands again, its history keeps what was said."""
    _check_discussed(lock(comment.report))
    current = COMMENT.apply(comment, "reconsider", actor=actor, version=version)
    current.disposition, current.settled_by, current.settled_at = "", None, None
    current.save(update_fields=["state", "version", "disposition", "settled_by", "settled_at"])
    _record(current, "comment.reconsidered", actor=actor)
    return current


def _settle(
    comment: Comment, step: str, *, actor: Actor, version: int | None, now: datetime, disposition: str
) -> Comment:
    _check_discussed(lock(comment.report))
    current = COMMENT.apply(comment, step, actor=actor, version=version)
    current.disposition = _clean(disposition, field="disposition", longest=LONGEST_REASON)
    current.settled_by_id, current.settled_at = actor.user_id, now
    current.save(update_fields=["state", "version", "disposition", "settled_by", "settled_at"])
    _record(current, f"comment.{current.state}", actor=actor)
    return current


def _check_new(said: Said, read: Revision, party: Party) -> None:
    """A page that is sent twice, perhaps since nobody knows whether the first was saved, makes one comment."""
    made = Comment.objects.filter(revision=read, party=party, **vars(said)).exclude(kind=CommentKind.NONE)
    if made.exclude(state=CommentState.WITHDRAWN).exists():
        raise RuleBroken(_("Your participant has made this very comment already."), field="text")


def _make_room(read: Revision, party: Party, *, report: ConsolidatedReport, kind: str, actor: Actor) -> None:
    """“No comment” stands alone: words take its place, and so does another one on a later draft."""
    said = Comment.objects.filter(report=report, party=party).exclude(state=CommentState.WITHDRAWN)
    if kind == CommentKind.NONE and said.filter(revision=read).exclude(kind=CommentKind.NONE).exists():
        raise RuleBroken(_("“No comment” stands alone: your participant has commented on this text."), field="kind")
    gives_way = said.filter(kind=CommentKind.NONE)
    for one in gives_way.exclude(revision=read) if kind == CommentKind.NONE else gives_way:
        _withdraw(one, actor=actor, version=None)


def _withdraw(comment: Comment, *, actor: Actor, version: int | None) -> Comment:
    current = COMMENT.apply(comment, "withdraw", actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    _record(current, "comment.withdrawn", actor=actor)
    return current


def _check(said: Said, read: Revision) -> None:
    if said.kind not in CommentKind.values:
        raise RuleBroken(_("Choose what your comment is."), field="kind")
    if said.language not in LANGUAGES:
        raise RuleBroken(_("Choose the language of your comment."), field="language")
    if said.paragraph is not None and said.paragraph not in numbers_in(bytes(read.content)):
        raise RuleBroken(NO_SUCH_PARAGRAPH, field="paragraph")


def _circulated(report: ConsolidatedReport) -> Revision:
    if report.circulated_revision is None:
        raise IllegalTransition(NOT_OPEN)
    return report.circulated_revision


def _check_open(report: ConsolidatedReport, now: datetime) -> None:
    if not is_open_for_comments(report, now):
        raise IllegalTransition(NOT_OPEN)


def _check_discussed(report: ConsolidatedReport) -> None:
    if report.state not in DISCUSSED:
        raise IllegalTransition(FIXED)


def _clean(text: str, *, field: str, longest: int) -> str:
    try:
        plain = clean_text(text)
    except DomainError as error:
        raise RuleBroken(error.sentence, field=field) from error
    return no_longer(plain, longest, field=field)


def _record(comment: Comment, kind: str, *, actor: Actor) -> None:
    """Told to the participant and the drafters; the words stay where they are."""
    facts: dict[str, JSON] = {"report": str(comment.report.uuid), "kind": comment.kind, "paragraph": comment.paragraph}
    record(comment, kind, actor=actor, audience=unit_and_staff(comment.party_id), facts=facts)
