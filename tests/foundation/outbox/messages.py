"""Messages to send."""

from itertools import count

from foundation.outbox.models import Message
from foundation.outbox.services import enqueue

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
