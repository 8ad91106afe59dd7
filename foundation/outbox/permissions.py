"""Who may move a message: the system sends, whoever acts for all now may send again."""

from foundation.actors import STAFF_SIDES, Actor
from foundation.outbox.enums import Channel
from foundation.outbox.models import Message


def is_sender(actor: Actor, message: object) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """The worker that delivers."""
    return actor.is_system


def can_send_any_again(actor: Actor) -> bool:
    """The Presidency in the chair or the Secretariat."""
    return any(office.side in STAFF_SIDES and office.window == "full" for office in actor.worn)


def can_send_again(actor: Actor, message: Message) -> bool:
    """They; what lets its reader in is asked for anew instead, and a webhook is replayed."""
    return can_send_any_again(actor) and not message.secret and message.channel == Channel.MAIL


def can_clear(actor: Actor, bounce: object) -> bool:  # noqa: ARG001 -- as above
    """Says that an address is reached again: whoever acts for all now."""
    return can_send_any_again(actor)
