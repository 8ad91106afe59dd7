"""Tables of what a source says of activities: received as a whole or refused, each fault with its row and column."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actionplan.models import SourceSystem
from actionplan.selectors.table import InWords, head_of, how_to_write, in_words, known_codes
from actionplan.services.proposals import Received, receive_proposals
from foundation.actors import Actor
from foundation.base import lock_seen
from foundation.errors import RulesBroken
from foundation.imports import Fault, Line
from foundation.wording import apart, localnumber

MOST_TOLD, LONGEST_TOLD = 20, 60
"""Faults that are told at once, and characters of a value that is quoted."""
NEEDS_AN_EXAMPLE = {"not_found", "empty"}


@transaction.atomic
def upload_proposals(
    source: SourceSystem, *, actor: Actor, version: int, now: datetime, lines: Sequence[Line]
) -> list[Received]:
    """Receive what stands in a table, whole or not at all. Raises `StaleVersion`, `NotAllowed`, or `RulesBroken`.

    A line bears the number of its row. Each sentence tells one fault: where it stands, what is written there, how to
    write it.
    """
    current = lock_seen(source, version=version)
    told = receive_proposals(current, lines, actor=actor, now=now, trial=False, whole=True)
    if any(one.faults for one in told):
        raise RulesBroken([*_in_sentences(told, in_words(actor, known_codes(actor)))], field="content")
    return told


def _in_sentences(told: Sequence[Received], columns: Sequence[InWords]) -> Iterator[str]:
    """The first faults, and how many more there are."""
    faults = [(one.number, fault) for one in told for fault in one.faults]
    for number, fault in faults[:MOST_TOLD]:
        yield _in_a_sentence(number, fault, columns)
    if len(faults) > MOST_TOLD:
        yield _("Further values that are not taken: %(count)s.") % {"count": localnumber(len(faults) - MOST_TOLD)}


def _in_a_sentence(number: int, fault: Fault, columns: Sequence[InWords]) -> str:
    """A fault, for a reader of the table."""
    head = head_of(fault.pointer)
    told: dict[str, Any] = {"row": localnumber(number), "column": apart(head), "fault": fault.sentence}
    if fault.said is None:
        return _("Row %(row)s, %(column)s: %(fault)s") % told
    told["value"] = apart(Truncator(str(fault.said)).chars(LONGEST_TOLD))
    column = how_to_write(head, columns)
    if column is None or fault.code not in NEEDS_AN_EXAMPLE:
        return _("Row %(row)s, %(column)s: “%(value)s”. %(fault)s") % told
    told |= {"how": column.how, "example": apart(column.example)}
    return _("Row %(row)s, %(column)s: “%(value)s”. %(fault)s %(how)s For example: %(example)s") % told
