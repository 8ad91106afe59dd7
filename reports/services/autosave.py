"""Saving one field while somebody types: the same rules as the whole form, at the price of one row."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.localized import LANGUAGES
from reports.models import Contribution
from reports.permissions.contributions import EDITABLE, can_write, is_open_for_writing
from reports.selectors.asked_one import asked_before, asked_one
from reports.selectors.asked_question import AskedQuestion
from reports.selectors.handed import with_earlier_editions
from reports.services.answers import record_corrections
from reports.services.handing import where_to_write
from reports.services.one_answer import NOT_ASKED, Conflict, Draft, Written, take_in, texts_seen


@dataclass(frozen=True)
class Typed:
    """What stood in one field when typing paused; `version` is that of the answer it was typed over (0: none)."""

    text: str
    version: int
    confirms: bool = False
    closes: bool | None = None
    """Whether a row of a list is closed; None where nothing is said about it."""
    language: str = ""
    """The language chosen on the page it was typed on; empty: that of the contribution."""
    spoken: str = ""
    """The language that these very words are in after all; empty where nothing is said about it."""


@transaction.atomic
def save_field(
    contribution: Contribution, name: str, *, actor: Actor, typed: Typed, now: datetime
) -> AskedQuestion | Conflict:
    """Save one answer, unless somebody else wrote there in the meantime. No ledger entry: the freeze writes it.

    A language that is corrected has an entry: which text is authentic is changed by nothing else.

    A save repeated because its confirmation was lost finds its own text and is confirmed again, without a new version.
    Raises `IllegalTransition`, `NotAllowed` or `RuleBroken`.
    """
    contribution = _held(contribution)
    only_in = where_to_write(contribution, actor)
    item = asked_one(contribution, name)
    if item is None:
        item, only_in = asked_before(contribution, name), only_in and with_earlier_editions(only_in)
    if item is None:
        raise RuleBroken(NOT_ASKED)
    contribution.language = _of_ours(typed.language or contribution.language)  # for this answer alone: not saved here
    question, activity, row = item.place
    draft = Draft(question, activity, typed.text, typed.version, typed.confirms, row, typed.closes, typed.spoken)
    asked, written = {item.place: item}, Written(contribution, only_in)
    take_in(draft, asked, texts_seen(asked, [draft]), written, actor=actor, now=now)
    if not written.saved:
        transaction.set_rollback(True)  # nothing was written: the root keeps its version
    record_corrections(written, actor=actor)
    return written.conflicts[0] if written.conflicts else asked[item.place]


@transaction.atomic
def save_language(contribution: Contribution, language: str, *, actor: Actor, seen: str) -> str:
    """Let what is answered from here on be in this language, unless somebody chose another one after `seen` stood.

    Returns the language that stands now. Raises `IllegalTransition`, `NotAllowed` or `RuleBroken`.
    """
    current = _held(contribution)
    if not can_write(made_again(actor), current):
        raise NotAllowed
    wanted = _of_ours(language)
    if current.language == wanted or current.language != seen:
        transaction.set_rollback(True)  # nothing is written: the root keeps its version
        return current.language
    current.language = wanted
    current.save(update_fields=["language"])
    return wanted


def _of_ours(language: str) -> str:
    if language not in LANGUAGES:
        raise RuleBroken(_("Choose one of the languages offered."), field="language")
    return language


def _held(contribution: Contribution) -> Contribution:
    """The root first: its next version if it still may be written, which also holds it until the transaction ends.

    It is read again then: its questions may have moved to their next edition while this waited, or its round closed.
    """
    rows = Contribution.objects.filter(pk=contribution.pk, state__in=EDITABLE)
    if not rows.update(version=F("version") + 1):
        raise IllegalTransition
    current = Contribution.objects.select_related("round__plan", "party").get(pk=contribution.pk)
    if not is_open_for_writing(current):
        raise IllegalTransition
    return current
