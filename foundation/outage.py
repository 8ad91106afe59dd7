"""When the database does not do what was asked, and it is no fault of what was asked: away, crossed, or too slow."""

from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.utils.translation import gettext_lazy as _

from foundation.constraints import CROSSED, sqlstate_of
from foundation.errors import Crossed, Sentence

RETRY_AFTER = 30
"""Seconds after which an asker may come back: a restart takes less."""
BROKEN_OFF = "57014"
"""SQLSTATE of a statement that took longer than a session may."""
NOTHING_CHANGED_BY = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Trouble:
    """What an answer says of it: `sentence` is all that a partner system is told, `advice` stands on the page too."""

    status: int
    code: str
    title: Sentence
    sentence: Sentence
    advice: Sentence = ""


AWAY = Trouble(
    503,
    "unavailable",
    _("Back in a few minutes"),
    _("The system is being looked after. Nothing that had been saved is lost."),
    _("If you were sending something, go back and look whether it was saved before you send it again."),
)
PERHAPS_SAVED = Trouble(
    503,
    "outcome_unknown",
    _("It is not known whether this was saved"),
    _(
        "The connection to the database was lost while this was being saved: it was saved as a whole or not at all, and"
        " it is not known which."
    ),
    _("In a few minutes, open the page anew and look whether it stands there. If it does not, send it again."),
)
TOO_SLOW = Trouble(
    503,
    "too_slow",
    _("This took too long"),
    _("This took longer than the system waits, and was broken off: nothing was saved. Try again in a few minutes."),
)
CONFLICT = Trouble(Crossed.status, Crossed.code, _("Somebody else was a moment earlier"), Crossed.default)


def trouble_of(error: BaseException | None, *, method: str) -> Trouble | None:
    """What is the matter with the database, also behind another error; None where nothing is.

    `method` is that of the request: a connection lost while something is sent may have been lost at the very COMMIT.
    """
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return _told(error, method)
        error = error.__cause__ or error.__context__
    return None


def _told(error: DatabaseError | InterfaceError, method: str) -> Trouble:
    state = sqlstate_of(error)
    if isinstance(error, Crossed) or state in CROSSED:
        return CONFLICT
    if state == BROKEN_OFF:
        return TOO_SLOW
    return AWAY if method in NOTHING_CHANGED_BY else PERHAPS_SAVED


def let_go() -> None:
    """Give up connections that broke, so that the next who asks in this thread gets a new one."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
