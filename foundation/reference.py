"""Reference data: what the files say, compared with what the database holds, and brought into it (house style, 13).

A record is recognised by its uuid, made from its model and its key: every installation gives it the same identity, and
staff may change what they like in a row without it being taken for another. Rows that no file names are staff's own and
are left alone. Nothing is deleted: a record is retired by giving it an end in its file.
"""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from foundation.base import lock
from foundation.errors import DomainError
from foundation.localized import LANGUAGES

NAMESPACE = uuid.UUID("7f0e6a52-53c1-5f0b-9d5e-0c1c5b9e2014")
"""Never changed: the identity of every reference row derives from it."""
Value = Any


@dataclass(frozen=True)
class Record:
    """What the files say about one row. `natural` finds one that has its place: entered by hand, or moved there."""

    key: str
    values: Mapping[str, Value]
    natural: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Collection:
    """The records of one model. `records` is called when the collections before it are in the database.

    A vocabulary stays as its file says. Fields `by_staff` are set when a row is made and then left to staff: a
    difference is shown and never written. A `seed` is staff's in every field once it is made, but for those that
    `follow` the files until staff change them: `changed` says which fields of a row they changed. Nothing follows in a
    row that only has the place of the record. `ends` is the field that retires a row: written only while it is empty,
    so that nobody is revived or moved. `root` leads to the row whose version grows with this one.
    """

    model: type[models.Model]
    records: Callable[[], Iterable[Record]]
    by_staff: frozenset[str] = frozenset()
    seed: bool = False
    follow: frozenset[str] = frozenset()
    changed: Callable[[models.Model], frozenset[str]] | None = None
    ends: str = ""
    root: str = ""


class CannotLoad(ValueError):
    """Model or database refuse a record; the sentence names it, and nothing of the load is written."""


class Outcome(StrEnum):
    """What became of a record."""

    CREATE = "create"
    UPDATE = "update"
    RETIRE = "retire"
    KEEP = "keep"


@dataclass(frozen=True)
class Change:
    """One difference between files and database: the fields, each with what stood there and what the files say."""

    outcome: Outcome
    model: type[models.Model]
    key: str
    fields: Mapping[str, tuple[Value, Value]]
    why: str = ""

    def __str__(self) -> str:
        head = f"{self.outcome} {self.model._meta.label} {self.key}"
        if self.outcome == Outcome.CREATE:
            return head
        told = "; ".join(f"{name}: {old!r} -> {new!r}" for name, (old, new) in self.fields.items())
        return f"{head}: {told}{f' ({self.why}: kept)' if self.why else ''}"


CHANGED = "staff changed it"
IN_ITS_PLACE = "staff have one of theirs there"
"""Why a difference is kept."""


_REGISTRY: dict[str, Sequence[Collection]] = {}


def register(app: str, collections: Sequence[Collection]) -> None:
    """Add an app's collections; apps are loaded in the order in which they register, lower ones first."""
    _REGISTRY[app] = collections


def load(*, note: Callable[[str, Counter[str]], None], dry_run: bool = False) -> list[Change]:
    """Bring every registered collection into the database in one transaction; gives back all differences found.

    `note` is told, per app, how many rows were written, inside the transaction. A dry run does the same work and rolls
    it back, so what it shows is what would happen. Two loads at once wait for each other.
    """
    changes: list[Change] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('foundation.reference'))")
        for app, collections in _REGISTRY.items():
            found = [change for collection in collections for change in bring(collection)]
            written = Counter(str(change.outcome) for change in found if change.outcome != Outcome.KEEP)
            if written:
                note(app, written)
            changes += found
        if dry_run:
            transaction.set_rollback(True)
    return changes


def bring(collection: Collection) -> Iterator[Change]:
    """Bring one collection into the database; yields each difference.

    A record whose place is still that of another one waits until that one was moved. Where nobody moves, it is kept.
    """
    model, waiting = collection.model, list(collection.records())
    rows = _rows(model, [identity(model, record.key) for record in waiting])
    moves = True
    while waiting:
        later = []
        for record in waiting:
            row = rows.get(identity(model, record.key))
            there = _in_its_place(model, record, row)
            if moves and there is not None and (row is not None or there.uuid in rows):  # type: ignore[attr-defined]  # -- as in `_rows`
                later.append(record)
            elif (stands := row or there) is not None:
                yield from _update(collection, record, stands, is_taken=there is not None)
            else:
                yield _create(model, record)
        moves, waiting = len(later) < len(waiting), later


def identity(model: type[models.Model], key: str) -> uuid.UUID:
    """The uuid of the reference row of this key."""
    return uuid.uuid5(NAMESPACE, f"{model._meta.label_lower}/{key}")


def read(path: Path) -> list[dict[str, Any]]:
    """The records of a reference file; numbers with a point are exact."""
    records: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["records"]
    return records


def by_code(model: type[models.Model]) -> dict[str, Any]:
    """Every row of a model that has codes, by its code: what the files name."""
    return {row.code: row for row in model._default_manager.all()}  # type: ignore[attr-defined]  # -- callers know theirs


def in_three(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The three columns of a localized field. Raises `KeyError` where a language is missing."""
    return {f"{name}_{code}": texts[code] for code in LANGUAGES}


def _rows(model: type[models.Model], uuids: list[uuid.UUID]) -> dict[uuid.UUID, models.Model]:
    links = [link.name for link in model._meta.many_to_many]
    # The base manager: a visibility filter must not hide a row from the load.
    found = model._base_manager.filter(uuid__in=uuids).prefetch_related(*links)
    return {row.uuid: row for row in found}  # type: ignore[attr-defined]  # -- every reference model is Identified


def _in_its_place(model: type[models.Model], record: Record, row: models.Model | None) -> models.Model | None:
    """Another row that stands where the record belongs: entered by hand, or that of another record."""
    if not record.natural or (row is not None and not _differences(row, record.natural)):
        return None
    return model._base_manager.filter(**record.natural).exclude(pk=row and row.pk).first()


def _create(model: type[models.Model], record: Record) -> Change:
    links, plain = _parted(model, {**record.natural, **record.values})
    row = model(uuid=identity(model, record.key), **plain)
    with _named(model, record.key):
        _check(row)
        row.save(force_insert=True)
    for name, wanted in links.items():
        getattr(row, name).set(wanted)
    return Change(Outcome.CREATE, model, record.key, {name: (None, wanted) for name, wanted in record.values.items()})


def _update(collection: Collection, record: Record, row: models.Model, *, is_taken: bool) -> Iterator[Change]:
    differences = _differences(row, record.values)
    retires = differences.get(collection.ends, (True, None))[0] is None
    staffs = {*(differences if collection.seed else collection.by_staff), collection.ends}
    if retires:
        staffs.discard(collection.ends)
    is_named = row.uuid == identity(collection.model, record.key)  # type: ignore[attr-defined]  # -- as in `_rows`
    if is_named and collection.changed is not None and collection.follow & differences.keys():
        staffs -= collection.follow - collection.changed(row)
    blocked = {name for name in record.natural if is_taken and name not in staffs}
    staffs |= blocked
    kept = {name: pair for name, pair in differences.items() if name in staffs}
    ours = {name: pair for name, pair in differences.items() if name not in staffs}
    if ours:
        _write(collection, row, record, ours)
        yield Change(Outcome.RETIRE if retires else Outcome.UPDATE, collection.model, record.key, ours)
    if kept:
        why = CHANGED if is_named and not blocked & kept.keys() else IN_ITS_PLACE
        yield Change(Outcome.KEEP, collection.model, record.key, kept, why)


def _write(collection: Collection, row: models.Model, record: Record, names: Iterable[str]) -> None:
    if collection.root:
        root = lock(getattr(row, collection.root))
        root.version += 1
        root.save(update_fields=["version"])
    current = lock(row)
    links, plain = _parted(type(row), {name: record.values[name] for name in names})
    for name, wanted in plain.items():
        setattr(current, name, wanted)
    if hasattr(current, "version"):
        current.version += 1
        plain["version"] = current.version
    with _named(type(row), record.key):
        _check(current)
        current.save(update_fields=list(plain))
    for name, wanted in links.items():
        getattr(current, name).set(wanted)


def _differences(row: models.Model, values: Mapping[str, Value]) -> dict[str, tuple[Value, Value]]:
    pairs = {name: _pair(row, name, wanted) for name, wanted in values.items()}
    return {name: (have, want) for name, (have, want) in pairs.items() if have != want}


def _pair(row: models.Model, name: str, wanted: Value) -> tuple[Value, Value]:
    """What stands in a field and what is wanted there, in one form: keys for relations, Python values for the rest."""
    column: Any = row._meta.get_field(name)
    if column.many_to_many:
        return set(getattr(row, name).all()), set(wanted)
    if column.is_relation:
        return getattr(row, column.attname), getattr(wanted, "pk", None)
    return getattr(row, name), column.to_python(wanted)


def _parted(model: type[models.Model], values: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
    """The values of many-to-many fields, and all others."""
    many = {link.name for link in model._meta.many_to_many}
    return (
        {name: value for name, value in values.items() if name in many},
        {name: value for name, value in values.items() if name not in many},
    )


@contextmanager
def _named(model: type[models.Model], key: str) -> Iterator[None]:
    """Raise `CannotLoad` naming the record that model or database refuse."""
    try:
        yield
    except ValidationError as error:
        message = f"{model._meta.label} {key}: {error.message_dict}"
        raise CannotLoad(message) from error
    except DomainError as error:
        message = f"{model._meta.label} {key}: {error}"
        raise CannotLoad(message) from error


def _check(row: models.Model) -> None:
    """Raise `ValidationError` for fields that the model refuses; keys are the database's to check."""
    keys = [column.name for column in row._meta.concrete_fields if column.is_relation]
    row.clean_fields(exclude=keys)
