"""What a participant says to passages arranged from its letter: that they are its words, or how they should read."""

from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock, lock_seen
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.services import JSON, record
from foundation.localized import LANGUAGES
from reports.models import Answer, Contribution, Letter, Passage
from reports.permissions.letters import can_confirm
from reports.selectors.letters import is_what_was_said
from reports.selectors.obligations import ACCEPTING
from reports.services.audiences import own_and_staff
from reports.services.holding import hold_round
from reports.services.versions import keep_first_versions

NOTHING_LEFT = _("There is nothing left to confirm here. Open the page again.")


@transaction.atomic
def confirm_passages(letter: Letter, *, actor: Actor, version: int, now: datetime, passage: UUID | None = None) -> int:
    """Make what was arranged the participant's own words: one passage, or (None) all. How many it confirmed.

    `version` is the letter's: what was arranged in the meantime is read first. Raises `StaleVersion`,
    `IllegalTransition`, `NotAllowed`, or `RuleBroken` for a passage that is not there to be confirmed.
    """
    hold_round(letter.contribution)
    contribution = lock(letter.contribution)
    current = lock_seen(letter, version=version)
    current.contribution = contribution
    if contribution.round.state not in ACCEPTING:
        raise IllegalTransition
    if not can_confirm(made_again(actor), current):
        raise NotAllowed
    waiting = Passage.objects.filter(letter=current, confirmed_at=None)
    chosen = waiting if passage is None else waiting.filter(uuid=passage)
    confirmed = chosen.update(confirmed_at=now, confirmed_by=actor.user_id)
    if not confirmed:
        raise RuleBroken(NOTHING_LEFT)
    current.version += 1
    current.save(update_fields=["version"])
    facts: dict[str, JSON] = {"letter": str(current.uuid), "confirmed": confirmed}
    audience = own_and_staff(contribution)
    record(contribution, "contribution.passages_confirmed", actor=actor, audience=audience, facts=facts)
    return confirmed


def take_over_passages(contribution: Contribution, *, now: datetime) -> None:
    """Put the passages of the letter into the form, as it opens for the first time: each to be confirmed there.

    A confirmed one stands as its answer. The caller holds the contribution's lock.
    """
    if not is_what_was_said(contribution) or contribution.answers.exists():
        return
    letter = contribution.letter
    passages = list(letter.passages.select_related("question", "activity"))
    passages.sort(key=lambda one: (one.question_id, one.activity_id or 0, one.pk))
    rows = [
        _answer(contribution, letter, list(same))
        for _place, same in groupby(passages, key=lambda one: (one.question_id, one.activity_id))
    ]
    made = Answer.objects.bulk_create(rows)
    keep_first_versions(made, now=now)


def _answer(contribution: Contribution, letter: Letter, passages: list[Passage]) -> Answer:
    text = "\n\n".join(passage.text for passage in passages)
    return Answer(
        contribution=contribution,
        version=contribution.versions_gone + 1,
        question=passages[0].question,
        activity=passages[0].activity,
        language=letter.language if letter.language in LANGUAGES else contribution.language,
        text=text,
        said_before=text,
        is_prefilled=any(passage.confirmed_at is None for passage in passages),
    )
