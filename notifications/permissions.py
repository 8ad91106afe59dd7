"""Who may do what with reminders: the system keeps them, whoever acts for all now edits, pauses and sends."""

from foundation.actors import Actor
from parties.permissions import is_staff


def is_keeper(actor: Actor, notice: object) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """The sweep, and the question asked before a mail leaves."""
    return actor.is_system


def can_send(actor: Actor, notice: object) -> bool:  # noqa: ARG001 -- as above
    """What was prepared is sent by the Presidency in the chair, or by the Secretariat for it."""
    return is_staff(actor)


def can_edit_ladder(actor: Actor, ladder: object = None) -> bool:  # noqa: ARG001 -- as above
    """Ladders are data: staff edit them."""
    return is_staff(actor)


def can_pause(actor: Actor, pause: object = None) -> bool:  # noqa: ARG001 -- as above
    """Staff note that reminders wait, and end it."""
    return is_staff(actor)
