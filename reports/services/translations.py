"""Putting a translation beneath an answer. The authentic text is never touched, and nothing unread is overwritten.

The contribution's row is locked throughout, so that two translators, and whoever submits, come one after the other; its
version does not grow: a translation is no part of what is submitted.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock
from foundation.errors import NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.services import JSON, record
from foundation.localized import LANGUAGES
from reports.models import AnswerTranslation, Contribution, Snapshot
from reports.permissions.translations import can_correct, can_translate, can_translate_drafts
from reports.selectors.translating import Authentic, still_says, translation_of
from reports.selectors.translations import sha256_of, spot_in, spot_of
from reports.services.audiences import own, own_and_staff
from reports.services.handing import check_place, where_to_write
from reports.validators import clean_text, no_longer

LONGEST = 40_000
"""Characters: twice the longest answer."""
CHANGED = _("The answer has changed since you read it. Read it again, and save once more if your translation holds.")
THEIR_OWN = _("The participant translated this answer itself: only its own people change that.")


@transaction.atomic
def translate_answer(
    contribution: Contribution,
    *,
    actor: Actor,
    version: int,
    now: datetime,
    authentic: Authentic,
    seen: str,
    language: str,
    text: str,
) -> AnswerTranslation:
    """Add a translation, or correct the one at `version` (0: there was none).

    `seen` is the SHA-256 of the authentic text that was translated. Raises `NotAllowed`, `StaleVersion` where somebody
    else wrote, or the answer says something else by now, or `RuleBroken`.
    """
    current = lock(contribution)
    may = can_translate if authentic.number else can_translate_drafts
    again = made_again(actor)
    if not may(again, current):
        raise NotAllowed
    if not authentic.number:
        check_place(where_to_write(current, actor), authentic.section)
    if language not in LANGUAGES or language == authentic.language:
        raise RuleBroken(_("Choose a language that the answer is not written in."), field="language")
    plain = _worded(text)
    if seen != authentic.sha256 or not still_says(current, authentic):
        raise StaleVersion(CHANGED)
    row = translation_of(current, authentic, language)
    _check_seen(row, again, version)
    row = row or _begun(current, authentic, language)
    row.version, row.text = version + 1, plain
    row.made_by_side, row.translated_by_id, row.translated_at = str(actor.hat), actor.user_id, now
    row.save()
    _record(row, current, actor=actor)
    return row


def carry_translations(snapshot: Snapshot) -> None:
    """Those of words that were just submitted are read by whoever reads these.

    The caller holds the contribution's lock.
    """
    said = {
        (spot_in(section, answer), sha256_of(answer["answer"]))
        for section in snapshot.content["sections"]
        for answer in section["answers"]
    }
    rows = AnswerTranslation.objects.filter(contribution=snapshot.contribution_id)
    placed = rows.select_related("question__section", "activity")
    carried = [row.pk for row in placed if (spot_of(row), row.sha256) in said]
    if carried:
        rows.filter(pk__in=carried).update(stands_in=snapshot)


def _check_seen(row: AnswerTranslation | None, again: Actor, version: int) -> None:
    """Nobody overwrites what they have not read, and staff nothing that the participant says is its words."""
    if (row.version if row else 0) != version:
        raise StaleVersion
    if row is not None and not can_correct(again, row):
        raise NotAllowed(THEIR_OWN)


def _begun(contribution: Contribution, authentic: Authentic, language: str) -> AnswerTranslation:
    return AnswerTranslation(
        contribution=contribution,
        question=authentic.question,
        activity=authentic.activity,
        item=authentic.item,
        authentic_language=authentic.language,
        sha256=authentic.sha256,
        language=language,
        stands_in=_last_with(contribution, authentic),
    )


def _last_with(contribution: Contribution, authentic: Authentic) -> Snapshot | None:
    """The last submission that says this here; None where nobody outside the house has read it."""
    spot = spot_of(authentic)
    for snapshot in contribution.snapshots.defer("canonical").order_by("-number"):
        for section in snapshot.content["sections"]:
            for answer in section["answers"]:
                if spot_in(section, answer) == spot and answer["answer"] == authentic.text:
                    return snapshot
    return None


def _worded(text: str) -> str:
    try:
        plain = clean_text(text)
    except RuleBroken as error:
        raise RuleBroken(error.sentence, field="text") from error
    if not plain:
        raise RuleBroken(_("Write the translation here."), field="text")
    return no_longer(plain, LONGEST, field="text")


def _record(row: AnswerTranslation, contribution: Contribution, *, actor: Actor) -> None:
    """Told to those who read the answer; which words, by their SHA-256 alone."""
    facts: dict[str, JSON] = {
        "contribution": str(contribution.uuid),
        "round": contribution.round.code,
        "question": row.question.code,
        "activity": row.activity.code if row.activity else None,
        "language": row.language,
        "authentic_sha256": row.sha256,
        "translation_sha256": sha256_of(row.text),
    }
    audience = own_and_staff(contribution) if row.stands_in_id else own(contribution)
    record(row, "answer.translated", actor=actor, audience=audience, facts=facts)
