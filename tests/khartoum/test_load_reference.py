"""The command loads every app's reference data, shows the difference, and may be repeated."""

from io import StringIO

import pytest
from django.core.management import call_command

from actionplan.models import Activity
from foundation.ledger.models import LedgerEntry
from meetings.models import Verb
from parties.models import Participation, Party

pytestmark = pytest.mark.django_db


def load(**options):
    out = StringIO()
    call_command("load_reference", stdout=out, **options)
    return out.getvalue().splitlines()


def test_a_second_load_changes_nothing_and_writes_no_entry():
    entries = LedgerEntry.objects.count()

    assert load() == ["Reference data: nothing to change."]
    assert LedgerEntry.objects.count() == entries


def test_a_second_load_asks_as_little_as_one_page(django_assert_max_num_queries):
    with django_assert_max_num_queries(110):  # a third of them make the search index anew, a few for each kind
        load()


def test_a_dry_run_shows_what_would_change_and_changes_nothing():
    Verb.objects.filter(code="adopted").update(past_fr="adopta")

    shown = load(dry_run=True)

    assert shown == [
        "update meetings.Verb adopted: past_fr: 'adopta' -> 'a adopté'",
        "Reference data: 1 to update.",
    ]
    assert Verb.objects.get(code="adopted").past_fr == "adopta"


def test_a_difference_is_written_and_recorded_once():
    Verb.objects.filter(code="adopted").update(past_fr="adopta")
    before = LedgerEntry.objects.count()

    said = load()

    assert said[-1] == "Reference data: updated 1."
    assert Verb.objects.get(code="adopted").past_fr == "a adopté"
    [entry] = LedgerEntry.objects.order_by("id")[before:]
    assert (entry.kind, entry.actor_kind, entry.facts) == (
        "reference.loaded",
        "system",
        {"app": "meetings", "update": 1},
    )


def test_what_staff_set_stays_and_a_dry_run_shows_it():
    seat = Participation.objects.get(party__code="SD", body__code="process")
    Participation.objects.filter(pk=seat.pk).update(is_reminded=False, switch_reason="Asked by note verbale.")
    Activity.objects.filter(code="CAP-1.2").update(state="ongoing")

    assert load() == ["Reference data: nothing to change (2 kept as staff set them)."]
    assert load(dry_run=True)[0] == (
        "keep parties.Participation SD/process/2014-11-28: is_reminded: False -> True (staff changed it: kept)"
    )
    assert Activity.objects.get(code="CAP-1.2").state == "ongoing"


def test_a_participant_added_by_staff_is_left_alone():
    Party.objects.create(code="XA", kind="state", region="africa", name_en="Atlantis")

    assert load() == ["Reference data: nothing to change."]
