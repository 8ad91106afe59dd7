"""What was done since a place in the ledger, as far as one reader may be told of it now."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from foundation.actors import Actor
from foundation.ledger.audience import is_of_one_unit
from foundation.ledger.models import SealedEntry
from foundation.ledger.selectors import Cursor, changes_after, cursor_of
from reports.selectors.limits import outside_rounds

WINDOW = 2_000
"""How many entries of the ledger one answer looks through at most."""


class Subject(NamedTuple):
    """An object as the feed names it: the list in which it is read, and its uuid."""

    resource: str
    uuid: UUID


@dataclass(frozen=True, slots=True)
class Change:
    """Something was done to an object. `kind` and `at` (UTC) are None where the reader is not told more than that."""

    place: Cursor
    subject: Subject
    kind: str | None = None
    at: datetime | None = None
    is_gone: bool = False
    """The reader knew of it, and it is not to be read any more."""


class Told(NamedTuple):
    """A part of the feed, and the place from which to go on: past everything that this reader is not told of."""

    changes: list[Change]
    place: Cursor
    has_more: bool


class Listed(NamedTuple):
    """A list by its name, its rows as one reader sees them, and those of the kind that nobody reads in it."""

    name: str
    rows: "QuerySet[Any]"
    elsewhere: "QuerySet[Any] | None" = None


class Seen(NamedTuple):
    """Of the subjects that are read in a list: which the reader sees there, and which nobody does."""

    name: str
    seen: set[UUID]
    elsewhere: set[UUID]


Rows = Callable[[str], Listed | None]
"""The list that shows what the ledger calls by a word, for one reader; None if there is none."""


def feed(place: Cursor, actor: Actor, rows: Rows, *, limit: int) -> Told:
    """What follows on a place: at most `limit` changes out of at most `WINDOW` entries, in the order of commits.

    An object that the reader sees now is told of, unless what was done to it is the affair of one participant. One that
    is not seen now, and was in the reader's audience when it was changed, is told of as gone, without a word more. All
    others are walked past, and with them what never stood in the list, for nobody can have kept a copy of it, and what
    is of a round that the reader's key is not limited to.
    """
    entries = changes_after(place, actor, limit=WINDOW)
    changes: list[Change] = []
    for entry, change in _told_of(entries, actor, rows):
        if len(changes) == limit:
            return Told(changes, place, has_more=True)
        place = cursor_of(entry)
        if change is not None:
            changes.append(change)
    return Told(changes, place, has_more=len(entries) == WINDOW)


def change_at(place: Cursor, actor: Actor, rows: Rows) -> Change | None:
    """What the feed tells now of the one entry right before a place; None where the reader is told nothing."""
    entries = changes_after(Cursor(place.block, place.entry - 1), actor, limit=1)
    found = [change for entry, change in _told_of(entries, actor, rows) if cursor_of(entry) == place]
    return found[0] if found else None


def _told_of(
    entries: Sequence[tuple[SealedEntry, bool]], actor: Actor, rows: Rows
) -> Iterator[tuple[SealedEntry, Change | None]]:
    """Each entry with what the reader is told of it; `bool`: whether its audience holds the reader."""
    lists = _seen_now([entry for entry, _is_told in entries], actor, rows)
    for entry, is_told in entries:
        word, uuid = _named(entry)
        found = lists.get(word)
        if found is None or uuid in found.elsewhere:
            yield entry, None
        else:
            yield entry, _told(entry, Subject(found.name, uuid), is_seen=uuid in found.seen, is_told=is_told)


def _told(entry: SealedEntry, subject: Subject, *, is_seen: bool, is_told: bool) -> Change | None:
    place = cursor_of(entry)
    if not is_seen:
        return Change(place, subject, is_gone=True) if is_told else None
    if is_told:
        return Change(place, subject, entry.kind, entry.at)
    return None if is_of_one_unit(entry.audience) else Change(place, subject)


def _seen_now(entries: Sequence[SealedEntry], actor: Actor, rows: Rows) -> dict[str, Seen]:
    """The lists in which the subjects are read, by the ledger's word: one query for each, or two or three."""
    asked: dict[str, set[UUID]] = defaultdict(set)
    for entry in entries:
        word, uuid = _named(entry)
        asked[word].add(uuid)
    lists = {word: (found, uuids) for word, uuids in asked.items() if (found := rows(word)) is not None}
    return {
        word: Seen(
            found.name, _among(found.rows, uuids), _among(found.elsewhere, uuids) | outside_rounds(actor, word, uuids)
        )
        for word, (found, uuids) in lists.items()
    }


def _among(rows: "QuerySet[Any] | None", uuids: set[UUID]) -> set[UUID]:
    return set() if rows is None else set(rows.filter(uuid__in=uuids).values_list("uuid", flat=True))


def _named(entry: SealedEntry) -> tuple[str, UUID]:
    word, _colon, uuid = entry.subject.partition(":")
    return word, UUID(uuid)
