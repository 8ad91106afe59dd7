"""What `record` writes and what it refuses."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction

from foundation.actors import Actor, HeldOffice, system
from foundation.ledger.audience import STAFF
from foundation.ledger.models import LedgerEntry
from foundation.ledger.services import record
from tests.foundation.ledger.things import a_thing

pytestmark = pytest.mark.django_db


def test_entry_names_the_act_the_object_the_actor_the_hat_and_the_mandates_used() -> None:
    thing = a_thing()
    offices = (
        HeldOffice(mandate_id=11, office="focal_point", side="participant", unit_id=3),
        HeldOffice(mandate_id=12, office="presidency_officer", side="presidency", unit_id=3),
    )
    actor = Actor(kind="client", now=datetime.now(UTC), user_id=5, client_id=6, held=offices, hat="presidency")

    record(thing, "thing.changed", actor=actor, audience=STAFF, facts={"domain": 3})

    entry = LedgerEntry.objects.about(thing).get()
    assert entry.kind == "thing.changed"
    assert entry.subject == f"accounts.user:{thing.uuid}"
    assert (entry.actor_kind, entry.user_id, entry.client_id) == ("client", 5, 6)
    assert (entry.hat, entry.mandates) == ("presidency", [12])
    assert (entry.audience, entry.facts) == ("staff", {"domain": 3})


def test_ids_of_any_kind_may_be_facts() -> None:
    thing = a_thing()

    record(thing, "thing.changed", actor=system(), audience=STAFF, facts={"round": thing.uuid, "codes": ["EG", None]})

    facts = LedgerEntry.objects.about(thing).get().facts
    assert facts == {"round": str(thing.uuid), "codes": ["EG", None]}
    assert UUID(facts["round"]) == thing.uuid


@pytest.mark.parametrize(
    "facts",
    [{"note": "x" * 101}, {"in": {"deep": ["x" * 101]}}, {"x" * 101: 1}, {"note": "two\nlines"}, {"nul": "\0"}],
)
def test_free_text_is_refused(facts: dict) -> None:
    with pytest.raises(ValueError, match="no free text"):
        record(a_thing(), "thing.changed", actor=system(), audience=STAFF, facts=facts)


@pytest.mark.parametrize("kind", ["changed", "Thing.changed", "thing.changed today", ""])
def test_kind_is_a_noun_and_a_past_tense(kind: str) -> None:
    with pytest.raises(ValueError, match=r"noun\.past_tense"):
        record(a_thing(), kind, actor=system(), audience=STAFF)


def test_what_is_rolled_back_was_never_recorded() -> None:
    thing = a_thing()
    savepoint = transaction.savepoint()
    record(thing, "thing.changed", actor=system(), audience=STAFF)
    transaction.savepoint_rollback(savepoint)

    record(thing, "thing.removed", actor=system(), audience=STAFF)

    assert [entry.kind for entry in LedgerEntry.objects.about(thing)] == ["thing.removed"]
