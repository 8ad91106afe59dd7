"""What is asked of whom, and when it is asked no longer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from foundation.actors import Actor, HeldOffice, anonymous
from notifications import registry
from notifications.models import Obligation
from notifications.registry import ObligationKind
from notifications.services import close_obligation
from parties.models import Authority, Party
from tests.factories.notifications import asked

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
DUE = datetime(2026, 5, 20, 21, tzinfo=UTC)
KIND = "test.due"


@pytest.fixture
def egypt() -> Party:
    return Party.objects.get(code="EG")


@pytest.fixture
def france() -> Party:
    return Party.objects.get(code="FR")


def ask(subject: Party, **changes) -> Obligation:
    plain = {"kind": KIND, "due_at": DUE, "due_zone": "Africa/Cairo", "opened_at": NOW}
    return asked(subject, **{**plain, **changes})


def holder(party: Party, side: str = "participant", authority_id: int | None = None) -> Actor:
    office = HeldOffice(mandate_id=1, office="x", side=side, unit_id=party.pk, authority_id=authority_id)
    return Actor(kind="person", now=NOW, user_id=1, held=(office,), hat=side)


def seen_by(actor: Actor) -> "QuerySet[Obligation]":
    return Obligation.objects.visible_to(actor).open().order_by("due_at", "id")


def test_what_is_asked_twice_is_asked_once(egypt) -> None:
    first = ask(egypt)

    second = ask(egypt, due_at=DUE + timedelta(days=2), opened_at=NOW + timedelta(days=1))

    assert (second.pk, second.due_at, second.opened_at) == (first.pk, DUE + timedelta(days=2), NOW)


def test_closed_request_keeps_its_reason_until_it_is_asked_again(egypt) -> None:
    ask(egypt)

    assert close_obligation(egypt, KIND, now=NOW, reason="submitted", facts={"version": 3}) == 1
    assert close_obligation(egypt, KIND, now=NOW, reason="withdrawn") == 0

    row = Obligation.objects.get(subject_uuid=egypt.uuid)
    assert (row.closed_at, row.close_reason, row.closed_facts) == (NOW, "submitted", {"version": 3})
    again = ask(egypt)
    assert (again.pk, again.closed_at, again.close_reason, again.closed_facts) == (row.pk, None, "", {})


def test_one_participant_of_several_asked_for_the_same_subject_is_closed_alone(egypt, france) -> None:
    for party in (egypt, france):
        asked(party, subject=egypt, kind=KIND, due_at=DUE)

    close_obligation(egypt, KIND, party=france, now=NOW)

    assert [row.party for row in Obligation.objects.open()] == [egypt]


def test_participants_see_their_own_requests_and_staff_see_all(egypt, france) -> None:
    mine, theirs = ask(egypt), ask(france)
    staff = holder(france, side="secretariat")

    assert list(seen_by(holder(egypt))) == [mine]
    assert list(seen_by(staff)) == [mine, theirs]
    assert list(seen_by(anonymous())) == []
    assert list(seen_by(holder(egypt).wearing(None))) == []


def test_authorities_of_a_participant_on_hold_see_only_their_own_requests(egypt) -> None:
    one, two = (Authority.objects.create(party=egypt, name=name, state="on_hold") for name in ("One", "Two"))
    row = ask(egypt, authority=one)

    assert list(seen_by(holder(egypt, authority_id=one.pk))) == [row]
    assert list(seen_by(holder(egypt, authority_id=two.pk))) == []
    assert list(seen_by(holder(egypt))) == []


@pytest.mark.parametrize(
    ("says_open", "truth", "problem"),
    [(True, True, None), (True, False, "left_open"), (False, True, "closed_too_early")],
)
def test_reconciliation_alarms_when_rows_and_owners_disagree(
    egypt, monkeypatch, capsys, says_open, truth, problem
) -> None:
    row = ask(egypt)
    owner = ObligationKind(label="test", truth=lambda _subjects: [row] if truth else [])
    monkeypatch.setitem(registry._kinds, KIND, owner)
    if not says_open:
        close_obligation(egypt, KIND, now=NOW)

    if problem is None:
        call_command("reconcile_obligations")
    else:
        with pytest.raises(CommandError):
            call_command("reconcile_obligations")

    said = capsys.readouterr().out
    assert (f"{problem}: {KIND} {egypt.uuid}" in said) == (problem is not None)


def test_reconciliation_alarms_about_a_kind_nobody_answers_for(egypt) -> None:
    ask(egypt)

    with pytest.raises(CommandError, match="1 requests disagree"):
        call_command("reconcile_obligations")
