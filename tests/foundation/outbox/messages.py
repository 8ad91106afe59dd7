"""Messages to send."""

from itertools import count

from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.services import enqueue

REFUSED = "550 5.1.1 no such user"

_numbers = count(1)


def a_message(**fields) -> Message:
    """An unsaved mail; `fields` say what matters to the test."""
    number = next(_numbers)
    plain = {"kind": "test.mail", "dedupe_key": f"test:{number}", "to": f"reader{number}@example.org"}
    return Message(**{**plain, "subject": f"Subject {number}", "body_text": "Good day.", **fields})


def queued(**fields) -> Message:
    """The same, written to the outbox."""
    message = a_message(**fields)
    enqueue(message)
    return Message.objects.get(dedupe_key=message.dedupe_key)


def ended(state=State.QUARANTINED, reason=REFUSED, **fields):
    """A message that was tried and could not be sent."""
    message = queued(**fields)
    for changes in ({"state": State.LEASED}, {"state": state, "attempts": 3, "last_error": reason}):
        Message.objects.filter(pk=message.pk).update(**changes)
    message.refresh_from_db()
    return message
