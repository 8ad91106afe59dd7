"""Outcome texts: written by the chair of the meeting, adopted by consensus."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import hold, save_seen, take_up
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import PUBLIC, STAFF
from foundation.ledger.services import record
from foundation.related import Related
from foundation.search.services import refresh
from meetings.enums import TOOK_PLACE, TextState
from meetings.models import Meeting, OutcomeText, Paragraph
from meetings.models.outcomes import FACTS_OF_TEXT
from meetings.permissions import can_write_text
from meetings.services.corrections import differs, mark_alike, note_correction
from meetings.services.meetings import local_day
from meetings.workflow import OUTCOME_TEXT


@transaction.atomic
def save_outcome_text(
    text: OutcomeText, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> OutcomeText:
    """Save a text with its paragraphs: a number stands once in each part (`paragraph_number_used_once`).

    The outgoing Presidency keeps writing what it chaired, until it is adopted. Once it is adopted and the record of its
    meeting is concluded, this is a correction, and says why. Raises `NotAllowed`, `StaleVersion` or `RuleBroken`.
    """
    changes = related or Related()
    hold(text.meeting)
    take_up(text, version=version, creating=creating)
    if not can_write_text(made_again(actor), text):
        raise NotAllowed
    corrects = not creating and _corrects(text, changes, now=actor.now)
    save_seen(text, version=version, creating=creating)
    changes.write(text)
    refresh([text, *text.paragraphs.all()])
    changed = "outcome_text.corrected" if corrects else "outcome_text.changed"
    kind = "outcome_text.begun" if creating else changed
    record(text, kind, actor=actor, audience=PUBLIC if text.state == TextState.ADOPTED else STAFF)
    return text


def _corrects(text: OutcomeText, changes: Related, *, now: datetime) -> bool:
    """Whether an adopted text of a concluded record changes; its paragraphs are marked with it."""
    stored = OutcomeText.objects.get(pk=text.pk)
    meeting = Meeting.objects.get(pk=stored.meeting_id)
    paragraphs = [child for _key, child in changes.children if isinstance(child, Paragraph)]
    changed = bool(paragraphs) or differs(text, stored, (*FACTS_OF_TEXT, "code", "source"))
    adopted = stored.state == TextState.ADOPTED
    corrects = note_correction(text, stored, meeting=meeting, changed=changed and adopted, now=now)
    if corrects:
        mark_alike(paragraphs, text)
    return corrects


@transaction.atomic
def adopt_outcome_text(
    text: OutcomeText, *, actor: Actor, version: int | None, now: datetime, adopted_on: date
) -> OutcomeText:
    """Record that the meeting adopted the text, by consensus; a Chair's summary becomes final."""
    current = OUTCOME_TEXT.apply(text, "adopt", actor=actor, version=version)
    meeting = current.meeting
    if meeting.state not in TOOK_PLACE:
        raise RuleBroken(_("This meeting has not taken place yet."))
    if not (meeting.begins_on or adopted_on) <= adopted_on <= local_day(meeting, now):
        raise RuleBroken(_("This day lies between the beginning of the meeting and today."), field="adopted_on")
    current.adopted_on = adopted_on
    current.save(update_fields=["state", "adopted_on", "version"])
    refresh([current, *current.paragraphs.all()])
    record(current, "outcome_text.adopted", actor=actor, audience=PUBLIC)
    return current
