"""Statements, reservations and disassociations, in the speaker's words."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import IllegalTransition, RuleBroken
from foundation.ledger.services import record
from foundation.related import Related
from foundation.search.services import refresh
from meetings.enums import StatementKind
from meetings.models import Statement
from meetings.models.decisions import STAYS_AS_MADE
from meetings.services.on_record import on_record, readers_of_record


@transaction.atomic
def save_statement(
    statement: Statement,
    *,
    actor: Actor,
    version: int | None,  # noqa: ARG001 -- a statement has none; the workbench names it
    creating: bool,
    related: Related | None = None,
) -> Statement:
    """Put a statement on record. Once there it stays: `IllegalTransition`, and `statement_is_kept` in the database."""
    if not creating:
        raise IllegalTransition(STAYS_AS_MADE)
    meeting = on_record(statement, actor=actor)
    if statement.kind != StatementKind.STATEMENT and statement.paragraph is None:
        raise RuleBroken(_("Name the paragraph this refers to."), field="paragraph")
    _check_new(statement)
    statement.save(force_insert=True)
    (related or Related()).write(statement)
    refresh([statement])
    facts = {"party": statement.party.code, "kind": str(statement.kind)}
    record(statement, "statement.recorded", actor=actor, audience=readers_of_record(meeting), facts=facts)
    return statement


def _check_new(statement: Statement) -> None:
    """A form that is sent twice records one statement, which nobody could take away. The caller holds the meeting."""
    same = {name: getattr(statement, name) for name in ("meeting", "agenda_item", "kind", "party", "paragraph", "text")}
    if Statement.objects.filter(**same).exists():
        raise RuleBroken(_("This very statement is on record already."), field="text")
