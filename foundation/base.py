"""What most models share: a public identity (mechanism 11), a version that grows with every write, and the row lock."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import connection, models, router
from django.db.models import F
from psycopg import sql

from foundation.constraints import refusals
from foundation.errors import IllegalTransition, StaleVersion


class Identified(models.Model):
    """A row with a public uuid: the bigint key never leaves the house."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Say kindly, in a form and at the field, what the database would refuse; it has the last word all the same.

        Overlaps are the database's alone to say: asked here, it fails on a period that ends before it begins.
        """
        errors: dict[str, list[Any]] = {}
        hidden = set(exclude or ())
        using = router.db_for_write(type(self), instance=self)
        for owner, constraints in self.get_constraints():
            for constraint in (one for one in constraints if not isinstance(one, ExclusionConstraint)):
                try:
                    constraint.validate(owner, self, exclude=hidden, using=using)
                except ValidationError as error:
                    field, sentence = _kindly(self, constraint.name, error, hidden)
                    errors.setdefault(field, []).append(sentence)
        if errors:
            raise ValidationError(errors)


def _kindly(row: models.Model, name: str, error: ValidationError, hidden: set[str]) -> tuple[str, Any]:
    """The field and the sentence registered for a constraint; the top of the form where the field is not in it."""
    refusal = refusals().get(name)
    if refusal is None:
        return NON_FIELD_ERRORS, error
    shown = {column.name for column in row._meta.get_fields()} - hidden
    return (refusal.field if refusal.field in shown else NON_FIELD_ERRORS), ValidationError(str(refusal.sentence))


class Versioned(models.Model):
    """A root whose version grows by one with each change of it or of its children."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=models.Model)


def lock(obj: Row) -> Row:
    """The row as it stands now, locked until the transaction ends.

    `FOR NO KEY UPDATE`: a plain `FOR UPDATE` blocks others' foreign-key checks and deadlocks with the ledger's seal.
    Raises `StaleVersion` where it is gone: whoever removed it may have been waited for.
    """
    rows = type(obj)._base_manager
    try:
        return rows.select_for_update(no_key=True).get(pk=obj.pk)
    except ObjectDoesNotExist as gone:
        raise StaleVersion from gone


def lock_seen(obj: Row, *, version: int | None) -> Row:
    """The same, if the row still is at the version the caller saw. Raises `StaleVersion`.

    None only where the caller holds the row's lock already; a row without versions is always as it was seen.
    """
    current = lock(obj)
    if version is not None and getattr(current, "version", version) != version:
        raise StaleVersion
    return current


def take_up(obj: Row, *, version: int | None, creating: bool) -> Row:
    """What a form changes, as it stands now and locked as `lock_seen` does; a row that is being made is itself.

    The right is asked after this and before `save_seen`, of `made_again(actor)`: an office may end while this waits.
    """
    return obj if creating else lock_seen(obj, version=version)


def hold(*rows: models.Model) -> None:
    """Nobody changes these rows until the transaction ends; others may hold them too (`FOR SHARE`).

    For what a change rests on without changing it. Held before anything below them is locked, in the order of keys.
    """
    for row in sorted(rows, key=lambda one: one.pk):
        held = sql.SQL("SELECT 1 FROM {} WHERE id = %s FOR SHARE").format(sql.Identifier(row._meta.db_table))
        with connection.cursor() as cursor:
            cursor.execute(held, [row.pk])


def touch(root: models.Model, *, version: int | None, states: Iterable[str], field: str = "state") -> None:
    """Give the root its next version before a child is written, if it still is at `version` and in one of `states`.

    Root first, child second, ledger last: the lock order everywhere. Raises `StaleVersion` or `IllegalTransition`.
    """
    rows = type(root)._base_manager.filter(pk=root.pk)
    seen = rows if version is None else rows.filter(version=version)
    if seen.filter(**{f"{field}__in": list(states)}).update(version=F("version") + 1):
        root.refresh_from_db(fields=["version", field])
        return
    if version is not None and not rows.filter(version=version).exists():
        raise StaleVersion
    raise IllegalTransition


def save_seen(obj: models.Model, *, version: int | None, creating: bool) -> None:
    """Save a root that a form changed, if it still is at the version the form's reader saw. Raises `StaleVersion`.

    What was read at another version is not written either, whatever version was sent: it would undo what came between.
    """
    if creating:
        obj.save(force_insert=True)
        return
    read = obj.version  # type: ignore[attr-defined]  # -- every root is Versioned
    rows = type(obj)._base_manager.filter(pk=obj.pk, version=version)
    if read != version or not rows.update(version=F("version") + 1):
        raise StaleVersion
    obj.version = read + 1  # type: ignore[attr-defined]  # -- as above
    obj.save(force_update=True)
