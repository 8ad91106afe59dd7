"""Questions to a contribution: asked by staff, answered by the participant, or closed with "nothing to add"."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.actors import Actor
from foundation.base import lock
from foundation.errors import IllegalTransition, RuleBroken, Sentence, StaleVersion
from foundation.ledger.services import record
from notifications.services import close_obligation, keep_asked
from reports.enums import ContributionState, QueryState
from reports.models import Contribution, Query, QueryTurn, TemplateQuestion
from reports.selectors.asked import asked_sections, template_of
from reports.selectors.contributions import latest_snapshot
from reports.selectors.obligations import QUESTION_ASKED
from reports.services.attachments import issue_attachments
from reports.services.audiences import own_and_staff
from reports.services.contributions import check_ready, take_step
from reports.services.handing import close_handed
from reports.services.holding import hold_round
from reports.services.joint import ask_named
from reports.services.snapshots import freeze_snapshot, same_words
from reports.validators import clean_text, no_longer
from reports.workflow.queries import QUERY

LONGEST = 4_000
EMPTY = _("Write something here first.")
EMPTY_REPLY = _("Write a reply, or choose “Nothing to add”.")
CHANGED_MEANWHILE = _(
    "Answers were changed while you wrote, and they are sent along with the last reply: read what is different, then"
    " send your reply again."
)
NOT_PER_ACTIVITY = _("This question is not asked about an activity: leave the activity empty.")
WHICH_ACTIVITY = _("Choose an activity that this participant is asked this question about.")


@transaction.atomic
def ask(
    contribution: Contribution,
    *,
    actor: Actor,
    version: int,
    now: datetime,
    asked: str,
    language: str = "en",
    question: TemplateQuestion | None = None,
    activity: Activity | None = None,
) -> Query:
    """Send a contribution back with a question. Staff ask and annotate; they never edit a participant's words."""
    text = _worded(asked, field="asked")
    current = take_step(contribution, "ask", actor=actor, version=version)
    if question is not None and question.section.template_id != template_of(current).pk:
        raise RuleBroken(_("This question is not part of the template."), field="question")
    _check_asked(current, question, activity)
    current.save(update_fields=["state", "version"])
    query = Query.objects.create(
        contribution=current,
        question=question,
        activity=activity,
        language=language,
        asked=text,
        asked_at=now,
        asked_by_id=actor.user_id,
    )
    keep_asked(QUESTION_ASKED, [query.uuid], now=now)
    record(query, "query.asked", actor=actor, audience=own_and_staff(current), facts=_facts(current))
    return query


@transaction.atomic
def ask_again(query: Query, *, actor: Actor, version: int, now: datetime, asked: str, language: str = "en") -> Query:
    """Ask once more in the same thread: what was asked and replied before is kept, and the contribution goes back."""
    text = _worded(asked, field="asked")
    hold_round(query.contribution)
    lock(query.contribution)
    current = QUERY.apply(query, "ask_again", actor=actor, version=version)
    contribution = take_step(current.contribution, "ask", actor=actor, version=None)
    contribution.save(update_fields=["state", "version"])
    _keep_turn(query, Query.objects.get(pk=query.pk))
    current.asked, current.language, current.asked_at, current.asked_by_id = text, language, now, actor.user_id
    current.reply, current.replied_at = "", None
    current.save(update_fields=["state", "version", "asked", "language", "asked_at", "asked_by", "reply", "replied_at"])
    keep_asked(QUESTION_ASKED, [current.uuid], now=now)
    record(current, "query.asked_again", actor=actor, audience=own_and_staff(contribution), facts=_facts(contribution))
    return current


def _check_asked(contribution: Contribution, question: TemplateQuestion | None, activity: Activity | None) -> None:
    """A question is about something that the form of this participant asks: there it is led to change its answer."""
    if question is None and activity is None:
        return
    asked = {(one.question, one.activity) for section in asked_sections(contribution) for one in section.questions}
    if question is not None and question not in {known for known, _activity in asked}:
        raise RuleBroken(_("This participant is not asked this question."), field="question")
    if activity is not None and activity not in {known for _question, known in asked}:
        raise RuleBroken(_("This participant is not asked about this activity."), field="activity")
    if question is not None and (question, activity) not in asked:
        everywhere = activity is not None and (question, None) in asked
        raise RuleBroken(NOT_PER_ACTIVITY if everywhere else WHICH_ACTIVITY, field="activity")


def _keep_turn(query: Query, said: Query) -> None:
    """The turn that is over, as it stood."""
    QueryTurn.objects.create(
        query=query,
        asked=said.asked,
        language=said.language,
        asked_at=said.asked_at,
        asked_by_id=said.asked_by_id,
        state=said.state,
        reply=said.reply,
        reply_language=said.reply_language,
        replied_at=said.replied_at,
    )


@transaction.atomic
def reply_to_query(
    query: Query,
    *,
    actor: Actor,
    version: int,
    now: datetime,
    reply: str,
    language: str = "en",
    read: int | None = None,
) -> Query:
    """The participant replies; with its last reply, changed answers are sent along and frozen anew.

    `read`: the version of the contribution whose answers its writer was shown. Raises `StaleVersion` for changes since.
    """
    said = _worded(reply, field="reply", empty=EMPTY_REPLY), language
    return _answer(query, "reply", "query.answered", actor=actor, version=version, now=now, reply=said, read=read)


@transaction.atomic
def nothing_to_add(query: Query, *, actor: Actor, version: int, now: datetime, read: int | None = None) -> Query:
    """The participant closes the question with "nothing to add"; the rest is as with a reply."""
    return _answer(query, "add_nothing", "query.nothing_added", actor=actor, version=version, now=now, read=read)


@transaction.atomic
def settle(query: Query, *, actor: Actor, version: int, now: datetime) -> Query:
    """Staff close the matter, answered or not."""
    hold_round(query.contribution)
    contribution = lock(query.contribution)
    current = QUERY.apply(query, "settle", actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    close_obligation(current, QUESTION_ASKED, now=now, reason="settled")
    if contribution.state == ContributionState.QUESTION_OPEN and not _still_open(contribution):
        settled = take_step(contribution, "settle", actor=actor, version=None)
        settled.save(update_fields=["state", "version"])
        close_handed(settled, now=now, reason="settled")
    record(current, "query.settled", actor=actor, audience=own_and_staff(contribution), facts=_facts(contribution))
    return current


def _answer(
    query: Query,
    step: str,
    kind: str,
    *,
    actor: Actor,
    version: int,
    now: datetime,
    read: int | None,
    reply: tuple[str, str] = ("", ""),
) -> Query:
    hold_round(query.contribution)
    contribution = lock(query.contribution)
    if contribution.state != ContributionState.QUESTION_OPEN:
        raise IllegalTransition
    current = QUERY.apply(query, step, actor=actor, version=version)
    current.reply, current.reply_language = reply[0], reply[1] or current.reply_language
    current.replied_at = now
    current.save(update_fields=["state", "reply", "reply_language", "replied_at", "version"])
    close_obligation(current, QUESTION_ASKED, now=now, reason="answered")
    if not _still_open(contribution):
        _send_again(contribution, actor=actor, now=now, read=read)
    record(current, kind, actor=actor, audience=own_and_staff(contribution), facts=_facts(contribution))
    return current


def _send_again(contribution: Contribution, *, actor: Actor, now: datetime, read: int | None) -> None:
    """Back to "received"; answers changed since the last submission, once read, are frozen as its next number."""
    current = take_step(contribution, "answer", actor=actor, version=None)
    last = latest_snapshot(current)
    if last is None or not same_words(current, last):
        if read not in {None, contribution.version}:
            raise StaleVersion(CHANGED_MEANWHILE)
        check_ready(current)
        issue_attachments(current, actor=actor, now=now)
        last = freeze_snapshot(current, now=now)
    current.save(update_fields=["state", "receipt_number", "version"])
    close_handed(current, now=now, reason="received")
    ask_named(last, actor=actor, now=now)


def _still_open(contribution: Contribution) -> bool:
    return Query.objects.filter(contribution=contribution, state=QueryState.OPEN).exists()


def _worded(text: str, *, field: str, empty: Sentence = EMPTY) -> str:
    plain = clean_text(text)
    if not plain:
        raise RuleBroken(empty, field=field)
    return no_longer(plain, LONGEST, field=field)


def _facts(contribution: Contribution) -> dict[str, str]:
    return {"contribution": str(contribution.uuid), "round": contribution.round.code}
