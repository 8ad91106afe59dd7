"""Outcome texts: written by the chair of the meeting, adopted by consensus."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.base import save_seen
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import PUBLIC, STAFF
from foundation.ledger.services import record
from foundation.related import Related
from foundation.search.services import refresh
from meetings.enums import TextState
from meetings.models import OutcomeText
from meetings.permissions import TOOK_PLACE, can_write_text
from meetings.services.meetings import local_day
from meetings.workflow import OUTCOME_TEXT


@transaction.atomic
def save_outcome_text(
    text: OutcomeText, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> OutcomeText:
    """Save a text with its paragraphs: a number stands once in each part (`paragraph_number_used_once`).

    The outgoing Presidency keeps writing what it chaired, until it is adopted.
    """
    if not can_write_text(actor, text):
        raise NotAllowed
    save_seen(text, version=version, creating=creating)
    (related or Related()).write(text)
    refresh([text, *text.paragraphs.all()])
    kind = "outcome_text.begun" if creating else "outcome_text.changed"
    record(text, kind, actor=actor, audience=PUBLIC if text.state == TextState.ADOPTED else STAFF)
    return text


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
