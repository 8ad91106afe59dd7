"""What a request leaves besides its answer: mail, entries of the ledger, lines of the log. They are searched too."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from documents.enums import Classification
from documents.models import Document
from foundation.actors import Actor
from foundation.ledger.models import LedgerEntry, SealedEntry
from foundation.outbox.models import Message
from khartoum.resources import OF_SUBJECT
from reports.selectors.limits import outside_rounds
from tests.canaries.logs import tells_too_much
from tests.canaries.strings import ENTRY, FORM, leaks
from tests.matrix.counting import COUNTS, ENTRIES, LINES, MAILS

# SQL, because both ends are read with one question before each request of the matrix.
ENDS = "SELECT (SELECT coalesce(max(id), 0) FROM outbox_message), (SELECT coalesce(max(id), 0) FROM ledger_entry)"

TAKEN_BACK = {"contribution.nothing_undone", "contribution.reopened", "joint.taken_out", "document.classified"}
"""Whoever saw it is told that it was taken back, though the row is not theirs to see from then on."""


class Mark(NamedTuple):
    """How far mail and ledger were written."""

    message: int
    entry: int

    @classmethod
    def now(cls) -> "Mark":
        with connection.cursor() as cursor:
            cursor.execute(ENDS)
            return cls(*cursor.fetchone())


def left_since(mark: Mark, world) -> list[str]:
    """What is wrong with what was written since: in sentences."""
    mails = Message.objects.filter(pk__gt=mark.message)
    entries = LedgerEntry.objects.filter(pk__gt=mark.entry)
    return [*faults_of_mails(mails, world), *faults_of_entries(entries, world)]


def faults_of_mails(messages: Iterable[Message], world) -> Iterator[str]:
    """Each mail is read as the person it goes to; an address of nobody we know reads as a stranger."""
    readers = {person.email: role for role, person in world.people.items()}
    for message in messages:
        COUNTS[MAILS] += 1
        words = "\n".join([message.subject, message.body_text, message.body_html, json.dumps(message.headers)])
        reader = readers.get(message.to, "anonymous")
        yield from (f"a mail ({message.kind}) tells {reader} of {kind}" for kind in leaks(words.encode(), reader))


def faults_of_entries(entries: "QuerySet[LedgerEntry] | QuerySet[SealedEntry]", world) -> Iterator[str]:
    """Ids and codes only; and nobody is told of a row that they may not see."""
    found = list(entries)
    COUNTS[ENTRIES] += len(found)
    for entry in found:
        words = [entry.kind.replace(ENTRY, ""), entry.subject, entry.audience, entry.facts]
        if FORM.search(json.dumps(words).encode()):
            yield f"entry {entry.kind} carries words of a row"
    for reader, actor in world.readers().items() if found else ():
        told = list(entries.visible_to(actor).values_list("kind", "subject").distinct())
        hidden = hidden_from(actor, {subject for _kind, subject in told})
        kinds = sorted({kind for kind, subject in told if subject in hidden} - TAKEN_BACK)
        yield from (f"entry {kind} tells {reader} of a row that {reader} may not see" for kind in kinds)


def hidden_from(actor: Actor, subjects: Iterable[str]) -> set[str]:
    """Of these subjects of the ledger, those whose row exists and is not for this actor's eyes."""
    by_label: dict[str, set[str]] = {}
    for subject in subjects:
        label, _colon, uuid = subject.partition(":")
        by_label.setdefault(label, set()).add(uuid)
    return {f"{label}:{uuid}" for label, uuids in by_label.items() for uuid in _hidden(actor, label, uuids)}


def _hidden(actor: Actor, label: str, uuids: set[str]) -> set[str]:
    rows = apps.get_model(label)._default_manager.filter(uuid__in=uuids)
    if not hasattr(rows, "visible_to") or not is_told_by_a_feed(actor, label):
        return set()
    if rows.model is Document:
        rows = rows.exclude(classification=Classification.OWNER)  # read at their owner's, who says who is told
    hidden = set(rows.exclude(pk__in=rows.visible_to(actor).values("pk")).values_list("uuid", flat=True))
    walked_past = outside_rounds(actor, label, hidden)  # the feed says nothing of other rounds
    return {str(uuid) for uuid in hidden - walked_past}


def is_told_by_a_feed(actor: Actor, label: str) -> bool:
    """A key reads entries in the feed alone, which tells of what some list of the API shows."""
    return actor.client_id is None or label in OF_SUBJECT


def faults_of_lines(lines: Iterable[str], world) -> Iterator[str]:
    """No planted word, no query string, nobody's name or address."""
    for line in lines:
        COUNTS[LINES] += 1
        if FORM.search(line.encode()):
            yield f"the log carries words of a row: {line}"
        if world.names().search(line):
            yield f"the log names a person: {line}"
        if more := tells_too_much(line):
            yield f"the log tells {more}: {line}"
