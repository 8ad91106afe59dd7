"""What one contribution holds, written by the services once, laid into others of the same participant as rows.

The others have their own rows with the same words, and the same entries in the ledger, about themselves.
"""

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar
from uuid import uuid4

from django.db import connection
from django.db.models import F, Max, Model

from foundation.ledger.models import LedgerEntry
from foundation.ledger.services import INSERT
from reports.models import Answer, AnswerRevision, AnswerTranslation, Attachment, Contribution, SectionTerms
from tests.factories.reports import fresh

Row = TypeVar("Row", bound=Model)
BESIDE = (AnswerTranslation, Attachment, SectionTerms)


class Held(NamedTuple):
    """What was written into a contribution that held nothing."""

    contribution: Contribution
    steps: int
    answers: list[Answer]
    revisions: list[AnswerRevision]
    beside: list[Model]
    entries: list[LedgerEntry]


def written_alike(
    held: dict[object, Held], key: object, empty: Contribution, write: Callable[[Contribution], Contribution]
) -> Contribution:
    """What `write` writes into this empty draft, or what it wrote into the first one under this key."""
    if key in held:
        return _laid_into(empty, held[key])
    last = LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    full = write(empty)
    held[key] = Held(
        contribution=full,
        steps=full.version - empty.version,
        answers=list(full.answers.order_by("pk")),
        revisions=list(AnswerRevision.objects.filter(answer__contribution=full).order_by("pk")),
        beside=[row for model in BESIDE for row in model.objects.filter(contribution=full).order_by("pk")],
        entries=list(LedgerEntry.objects.filter(pk__gt=last).order_by("pk")),
    )
    return full


def _laid_into(empty: Contribution, held: Held) -> Contribution:
    answers = [_like(one, contribution=empty) for one in held.answers]
    Answer.objects.bulk_create(answers)
    of = {old.pk: new for old, new in zip(held.answers, answers, strict=True)}
    AnswerRevision.objects.bulk_create(_like(one, answer=of[one.answer_id]) for one in held.revisions)
    beside = [_like(one, contribution=empty) for one in held.beside]
    for model in BESIDE:
        model.objects.bulk_create(one for one in beside if type(one) is model)
    Contribution.objects.filter(pk=empty.pk).update(version=F("version") + held.steps)
    names = {str(held.contribution.uuid): str(empty.uuid), held.contribution.round.code: empty.round.code}
    pairs = zip(held.beside, beside, strict=True)
    names |= {str(old.uuid): str(new.uuid) for old, new in pairs if hasattr(old, "uuid")}
    _note(held.entries, names)
    return fresh(empty)


def _like(row: Row, **other: Model) -> Row:
    """A row that is new, and says what this one says."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    fields |= {"id": None} | ({"uuid": uuid4()} if "uuid" in fields else {})
    return type(row)(**fields | {f"{name}_id": whole.pk for name, whole in other.items()})


def _note(entries: Iterable[LedgerEntry], names: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for one in entries:
            subject, facts = one.subject, json.dumps(one.facts)
            for old, new in names.items():
                subject, facts = subject.replace(old, new), facts.replace(f'"{old}"', f'"{new}"')
            who = (one.actor_kind, one.user_id, one.client_id, one.hat, one.mandates)
            cursor.execute(INSERT, [one.kind, *who, subject, one.audience, facts])
