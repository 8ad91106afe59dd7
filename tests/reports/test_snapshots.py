"""What was submitted is frozen in bytes that are always the same for the same words."""

import hashlib
import json

import pytest
from django.db import DatabaseError, IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from reports.models import Snapshot
from reports.services.answers import write_answers
from reports.services.contributions import submit_contribution
from reports.services.snapshots import canonical_json
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import PartyFactory, actor
from tests.factories.reports import LATER, draft_for, drafted, opened_round, submitted
from tests.generated import SAME_EACH_TIME

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@SAME_EACH_TIME
@given(JSON)
def test_canonical_bytes_come_back_as_what_they_were_and_stay_the_same(content):
    canonical = canonical_json(content)

    assert json.loads(canonical) == content
    assert canonical_json(json.loads(canonical)) == canonical


def test_canonical_bytes_do_not_depend_on_the_order_of_keys():
    assert canonical_json({"b": 1, "a": "é"}) == canonical_json({"a": "é", "b": 1}) == '{"a":"é","b":1}'.encode()


@pytest.mark.parametrize("content", [1.0, [1.5], {"a": {"b": 0.1}}])
def test_float_has_no_canonical_form(content):
    with pytest.raises(TypeError):
        canonical_json(content)


@pytest.mark.django_db
def test_snapshot_holds_what_was_said_with_its_hash_and_names_the_activities():
    party = PartyFactory()
    activity, silent = ActivityFactory(lead=party), ActivityFactory(lead=party)
    contribution = drafted(party, opened_round(party, plan=activity.objective.plan))
    drafts = [
        draft_for(contribution, "summary", "تمّ التدريب"),
        draft_for(contribution, "status", "ongoing", activity=activity),
    ]
    focal_point = actor("focal_point", party)
    written = write_answers(contribution, actor=focal_point, drafts=drafts, now=LATER).contribution

    submit_contribution(written, actor=focal_point, version=written.version, now=LATER)

    snapshot = Snapshot.objects.get()
    canonical = bytes(snapshot.canonical)
    assert hashlib.sha256(canonical).hexdigest() == snapshot.sha256
    assert json.loads(canonical) == snapshot.content
    assert canonical == canonical_json(snapshot.content)
    assert snapshot.content["participant"] == party.code
    assert [section["code"] for section in snapshot.content["sections"]] == ["general", "activity"]
    assert snapshot.content["sections"][1]["activity"]["code"] == activity.code
    assert list(snapshot.activities.all()) == [activity]
    assert silent.objective.plan != activity.objective.plan


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reports_snapshot SET content = '{}'",
        "DELETE FROM reports_snapshot_activities",
        "DELETE FROM reports_snapshot",
    ],
)
def test_snapshot_is_not_changed_past_the_services_even_with_triggers_ignored(sql):
    party = PartyFactory()
    submitted(party, opened_round(party))

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{all}'")
        with pytest.raises(DatabaseError):
            cursor.execute(sql)


@pytest.mark.django_db
def test_snapshot_whose_hash_is_not_that_of_its_bytes_is_refused():
    party = PartyFactory()
    begun = drafted(party, opened_round(party))

    with pytest.raises(IntegrityError):
        Snapshot.objects.create(
            contribution=begun, number=9, content={}, canonical=b"{}", sha256="0" * 64, frozen_at=LATER
        )
