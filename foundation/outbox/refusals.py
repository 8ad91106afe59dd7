"""Why a message was not sent, in words for the office: what mail servers say is written for those who run them."""

import re

from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence
from foundation.outbox.dsn import STATUS
from foundation.outbox.enums import WORKER_LOST, Channel
from foundation.outbox.models import Bounce, Message
from foundation.outbox.validators import NO_ADDRESS

CODE = re.compile(r"(?:^|\()([45][0-9]{2})[, ]")
"""Where the answer of a mail server begins: with the number of its reason."""
UNKNOWN = frozenset({"550", "551", "553"})
FULL = frozenset({"452", "552"})
NOT_KNOWN_THERE = _("The recipient's server does not know this address, or takes no mail from us.")
MAILBOX_IS_FULL = _("The recipient's mailbox is full.")
BROKEN_OFF = ("TimeoutError", "SMTPServerDisconnected", "Connection", "BrokenPipeError")


def why_not_sent(message: Message) -> Sentence:
    """What was said at the last attempt that failed, or nothing."""
    said = message.last_error
    if not said:
        return ""
    if message.channel == Channel.WEBHOOK:
        return _("The partner system did not take it. Its webhook says why.")
    code = CODE.search(said)
    return _of_server(code[1]) if code else _of_ours(said)


def why_not_reached(bounce: Bounce) -> Sentence:
    """What the status of a bounce says (RFC 3463), in words."""
    found = STATUS.search(bounce.status)
    subject, detail = (found[2], found[3]) if found else ("0", "0")
    if (subject, detail) == ("2", "2"):
        return MAILBOX_IS_FULL
    if subject == "2":
        return _("The mailbox of the recipient takes no mail.")
    if subject == "4":
        return _("The recipient's server could not be reached for days.")
    return NOT_KNOWN_THERE


def _of_server(code: str) -> Sentence:
    if code in UNKNOWN:
        return NOT_KNOWN_THERE
    if code in FULL:
        return MAILBOX_IS_FULL
    if code.startswith("4"):
        return _("The recipient's server asked to try again at another time.")
    return _("The recipient's server does not take this message.")


def _of_ours(said: str) -> Sentence:
    if said.startswith(BROKEN_OFF):
        return _("The mail server did not answer, or broke off.")
    if said.startswith(WORKER_LOST):
        return _("Sending was broken off at every attempt.")
    if said.startswith(NO_ADDRESS):
        return _("Mail cannot be sent to this address.")
    return _("It could not be sent from here: ask whoever runs the system.")
