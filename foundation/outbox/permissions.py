"""Who may move a message: the system sends, staff may send again."""

from foundation.actors import Actor


def is_sender(actor: Actor, message: object) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """The worker that delivers."""
    return actor.is_system


def can_send_again(actor: Actor, message: object) -> bool:  # noqa: ARG001 -- as above
    """Presidency or secretariat, for what could not be sent."""
    return actor.reads_as_staff
