"""When the database is away, at the beginning of a request or in the middle of it: no fault of what was asked."""

from django.db import InterfaceError, OperationalError, connections
from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence

RETRY_AFTER = 30
"""Seconds after which an asker may come back: a restart takes less."""
LOOKED_AFTER: Sentence = _("The system is being looked after. Nothing that had been saved is lost.")


def is_outage(error: BaseException | None) -> bool:
    """Whether the database could not be reached, went away, or gave up what it was doing; also behind another error."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def let_go() -> None:
    """Give up connections that broke, so that the next who asks in this thread gets a new one."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
