"""What every entry in the record of a meeting shares: when it may be made, who reads it, how its texts are set."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock, lock_seen
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import KNOWN, PUBLIC, Audience
from foundation.localized import LANGUAGES
from meetings.enums import TOOK_PLACE, MeetingState
from meetings.models import Decision, Meeting, Statement
from meetings.permissions import can_keep_record, is_record_open

RECORD_IS_CONCLUDED = _("The record of this meeting is concluded.")
ON_ANOTHER_AGENDA = _("This item is on the agenda of another meeting.")


def set_texts(obj: object, name: str, text: Mapping[str, str]) -> None:
    """Set the three columns of a text from a mapping by language."""
    for code in LANGUAGES:
        setattr(obj, f"{name}_{code}", text.get(code, ""))


def readers_of_record(meeting: Meeting) -> Audience:
    """The record is the participants' until it is concluded."""
    return PUBLIC if meeting.state == MeetingState.CONCLUDED else KNOWN


def on_record(row: Decision | Statement, *, actor: Actor) -> Meeting:
    """The meeting whose record a new row enters, locked and with its next version, when that may be."""
    meeting = lock(row.meeting)
    if not can_keep_record(made_again(actor), meeting):
        raise NotAllowed
    if meeting.state not in TOOK_PLACE:
        raise RuleBroken(_("This meeting has not taken place yet."), field="meeting")
    if not is_record_open(meeting):
        raise RuleBroken(RECORD_IS_CONCLUDED, field="meeting")
    if row.agenda_item is not None and row.agenda_item.meeting_id != meeting.pk:
        raise RuleBroken(ON_ANOTHER_AGENDA, field="agenda_item")
    meeting.version += 1
    meeting.save(update_fields=["version"])
    return meeting


def next_version(meeting: Meeting, version: int | None = None) -> Meeting:
    """The locked meeting with its next version: what hangs on it is written through it. Raises `StaleVersion`."""
    current = lock_seen(meeting, version=version)
    current.version += 1
    current.save(update_fields=["version"])
    return current
