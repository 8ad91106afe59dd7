"""Field history: complete by construction, and one story with the ledger."""

import pytest
from django.db import connection, transaction

from foundation.actors import system
from foundation.ledger.audience import PUBLIC
from foundation.ledger.history import history_of, tracked_models
from foundation.ledger.models import LedgerEntry
from foundation.ledger.services import record

TRACKED = sorted(tracked_models(), key=lambda model: model._meta.label)


def test_plan_meetings_documents_and_participants_are_tracked() -> None:
    assert {"actionplan", "documents", "meetings", "parties"} <= {model._meta.app_label for model in TRACKED}


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model._meta.label)
def test_every_column_of_a_tracked_model_is_in_its_history(model) -> None:
    event = tracked_models()[model]

    columns = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    kept = {field.column: field.db_type(connection) for field in event._meta.concrete_fields}

    assert set(columns) <= set(kept)
    keys = {model._meta.pk.column}
    assert {name: kept[name] for name in columns.keys() - keys} == {
        name: columns[name] for name in columns.keys() - keys
    }


@pytest.mark.django_db
def test_history_of_a_row_and_the_entry_of_its_change_tell_one_story() -> None:
    party_model = next(model for model in TRACKED if model._meta.label == "parties.Party")
    party = party_model.objects.order_by("pk").first()
    states_before = history_of(party).count()

    with transaction.atomic():
        party.name_en = "Saved by its instance"
        party.save(update_fields=["name_en"])
        party_model.objects.filter(pk=party.pk).update(name_en="Changed in a set")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE parties_party SET name_en = 'Changed by hand' WHERE id = %s", [party.pk])
        record(party, "party.renamed", actor=system(), audience=PUBLIC)

    states = list(history_of(party))[states_before:]
    assert [state.name_en for state in states] == ["Saved by its instance", "Changed in a set", "Changed by hand"]
    entry = LedgerEntry.objects.about(party).get()
    assert {state.pgh_context_id for state in states} == {entry.story}


@pytest.mark.django_db(transaction=True)
def test_two_transactions_are_two_stories() -> None:
    party_model = next(model for model in TRACKED if model._meta.label == "parties.Party")
    party = party_model.objects.order_by("pk").first()

    for name in ("One", "Two"):
        with transaction.atomic():
            party_model.objects.filter(pk=party.pk).update(name_en=name)
            record(party, "party.renamed", actor=system(), audience=PUBLIC)

    stories = [entry.story for entry in LedgerEntry.objects.about(party)]
    assert len(set(stories)) == 2
    assert [state.pgh_context_id for state in history_of(party)][-2:] == stories


@pytest.mark.django_db
def test_history_is_append_only() -> None:
    party_model = next(model for model in TRACKED if model._meta.label == "parties.Party")
    party = party_model.objects.order_by("pk").first()
    party_model.objects.filter(pk=party.pk).update(name_en="Changed")

    with pytest.raises(Exception, match="Cannot update"):
        history_of(party).update(name_en="Never was")
