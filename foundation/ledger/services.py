"""Writing to the ledger: the one door, called by every service in the transaction of its change."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from foundation.actors import Actor
from foundation.ledger.audience import Audience
from foundation.ledger.models import subject_of

JSON = str | int | float | bool | None | Sequence["JSON"] | Mapping[str, "JSON"]
LONGEST_FACT = 100
KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
# SQL, because the app's role may insert these columns and no others: id, time and transaction are the database's.
INSERT = """
    INSERT INTO ledger_entry (kind, actor_kind, user_id, client_id, hat, mandates, subject, audience, facts)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
"""


def record(
    obj: models.Model, kind: str, *, actor: Actor, audience: Audience, facts: Mapping[str, JSON] | None = None
) -> None:
    """Note that `kind` ("noun.past_tense") happened to `obj`; sealed with the transaction when it commits.

    `facts` holds ids and codes only. Raises `ValueError` for free text and outside a transaction.
    """
    if not connection.in_atomic_block:
        raise ValueError(f"{kind}: an entry is written in the transaction of its change.")
    if not KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} is not of the form noun.past_tense.")
    mandates = [office.mandate_id for office in actor.worn]
    who = (actor.kind, actor.user_id, actor.client_id, actor.hat or "", mandates)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [kind, *who, subject_of(obj), audience.text, _checked(facts or {})])


def _checked(facts: Mapping[str, JSON]) -> str:
    """The facts as JSON text, when nothing in them reads like free text."""
    text = json.dumps(facts, cls=DjangoJSONEncoder, allow_nan=False)
    for leaf in _texts(json.loads(text)):
        if len(leaf) > LONGEST_FACT or not leaf.isprintable():
            raise ValueError(f"Ids and codes only in the ledger, no free text: {leaf[:20]!r}...")
    return text


def _texts(fact: JSON) -> Iterator[str]:
    if isinstance(fact, str):
        yield fact
    elif isinstance(fact, Mapping):
        for key, inner in fact.items():
            yield key
            yield from _texts(inner)
    elif isinstance(fact, Sequence):
        for inner in fact:
            yield from _texts(inner)
