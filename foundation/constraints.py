"""One table from constraint names to sentences, and the wrapper that says them (mechanisms 1 and 12)."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from foundation.errors import BrokenConstraint, Crossed, IllegalTransition, RuleBroken, Sentence

ILLEGAL_EDGE = "KH001"
"""SQLSTATE raised by an edge guard: a state change that no workflow lists."""
CROSSED = frozenset({"40001", "40P01", "55P03"})
"""SQLSTATEs of changes that could not both be made: serialization failure, deadlock, a lock waited for too long."""
TAKEN, KEY = "23505", re.compile(r"Key \((\w+)\)=")
"""SQLSTATE of a value that another row has, and how its detail names the column."""
USED_BY_ANOTHER = _("Another one has this already: choose another.")
TOO_LONG = "22001"
"""SQLSTATE of a text that its column does not hold, where no form has looked before."""
SHORTEN = _("One of these texts is too long: shorten it.")


class Refusal(NamedTuple):
    """The sentence for a broken constraint and the form field it belongs to (None: the whole form)."""

    sentence: Sentence
    field: str | None


_REFUSALS: dict[str, Refusal] = {}


def say(name: str, sentence: Sentence, *, field: str | None = None) -> str:
    """Register the sentence of a constraint; gives the name back so that it is written once, beside the constraint."""
    _REFUSALS[name] = Refusal(sentence, field)
    return name


def refusals() -> dict[str, Refusal]:
    """Every registered constraint name with its sentence."""
    return dict(_REFUSALS)


def sqlstate_of(error: BaseException) -> str | None:
    """The SQLSTATE that PostgreSQL gave for one of Django's errors, if it gave one."""
    state: str | None = getattr(error.__cause__, "sqlstate", None)
    return state


def explain(error: DatabaseError) -> Exception | None:
    """The domain error that a database refusal stands for, or None when no rule of ours is behind it."""
    cause, state = error.__cause__, sqlstate_of(error)
    if state == ILLEGAL_EDGE:
        return IllegalTransition()
    if state in CROSSED:
        return Crossed()
    if state == TOO_LONG:
        return RuleBroken(SHORTEN)
    name = getattr(getattr(cause, "diag", None), "constraint_name", None)
    if name is not None and name in _REFUSALS:
        return BrokenConstraint(_REFUSALS[name].sentence, constraint=name, field=_REFUSALS[name].field)
    return _taken(cause, name) if state == TAKEN and name is not None else None


def _taken(cause: Any, name: str) -> BrokenConstraint | None:
    """A column that no two rows may share: forms look before they save, and somebody else may have been quicker."""
    column = KEY.match(cause.diag.message_detail or "")
    return BrokenConstraint(USED_BY_ANOTHER, constraint=name, field=column[1]) if column else None


def _translate(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 -- Django's signature
    try:
        return execute(sql, params, many, context)
    except DatabaseError as error:
        said = explain(error)
        if said is None:
            raise
        raise said from error


def install_wrapper(connection: BaseDatabaseWrapper, **_kwargs: object) -> None:
    """Put the translating wrapper on a new connection, once."""
    if _translate not in connection.execute_wrappers:
        connection.execute_wrappers.append(_translate)


def check_now(*names: str) -> None:
    """Check the named deferred constraints here instead of at commit, where no sentence could be said.

    Raises `BrokenConstraint`. Never `SET CONSTRAINTS ALL`: it would seal the ledger early.
    """
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {quoted} IMMEDIATE")
        cursor.execute(f"SET CONSTRAINTS {quoted} DEFERRED")
