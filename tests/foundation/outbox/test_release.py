"""A database that was restored or copied sends nothing until an operator has looked."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from foundation.errors import BrokenConstraint, RuleBroken
from foundation.ledger.anchors import Anchor, _sign
from foundation.ledger.models import LedgerEntry
from foundation.ledger.selectors import Head
from foundation.outbox.delivery import deliver
from foundation.outbox.enums import State
from foundation.outbox.models import Message, Release
from foundation.outbox.release import NAME, Hold, why_held
from foundation.outbox.services import release
from tests.factories.parties import person
from tests.foundation.outbox.messages import queued

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_database_it_was_made_in_sends_and_a_copy_does_not(test_databases):
    """The tests themselves work on a copy of the database that was migrated."""
    with test_databases.connect(test_databases.template) as template:
        made_as = template.execute("SELECT database FROM outbox_release").fetchone()[0]
        named = template.execute(NAME).fetchone()[0]
    message = queued(not_before=NOW)

    assert made_as == named
    assert why_held() == Hold.ANOTHER_DATABASE
    assert deliver(now=NOW) == {"held": 1}
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 0)


def test_operator_looks_gives_a_reason_and_it_stands_in_the_ledger(capsys):
    queued(to="reader@example.org", not_before=NOW + timedelta(days=1))
    with pytest.raises(CommandError, match="is held"):
        call_command("release_outbox")
    with pytest.raises(CommandError, match="sends nothing before"):
        call_command("deliver")
    Message.objects.update(not_before=NOW)

    call_command("release_outbox", reason="Restored from the backup of Tuesday.")
    call_command("deliver")

    assert "reader@example.org" in capsys.readouterr().out
    assert Message.objects.get().state == State.SENT
    entry = LedgerEntry.objects.about(Release.objects.first()).get()
    assert (entry.kind, entry.facts) == ("outbox.released", {"cancelled": 0})


def test_operator_reads_the_oldest_of_what_waits_and_how_much_there_is_of_each_kind(released, capsys):
    for number in range(22):
        queued(kind="reminder", to=f"reader{number}@example.org", created_at=NOW - timedelta(days=number))
    secret = {"kind": "account.mail", "secret": True, "expires_at": NOW + timedelta(days=1)}
    queued(to="locked.out@example.org", **secret)

    call_command("release_outbox")

    told = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in told[:20]] == [f"reader{number}@example.org" for number in range(21, 1, -1)]
    assert told[20] == "Messages that wait: 23 (account.mail 1, reminder 22)."
    assert told[21] == "Listed are the 20 oldest at most, and none that lets its reader in."
    assert told[22:] == ["The outbox is not held."]


def test_what_waits_may_be_cancelled_for_it_may_have_left_before():
    waiting, later = queued(created_at=NOW - timedelta(days=1)), queued(created_at=NOW + timedelta(days=1))

    release(reason="Set back by a day.", cancel_waiting=True, now=NOW)

    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {waiting.pk: State.CANCELLED, later.pk: State.QUEUED}


def test_release_says_why_and_is_kept(released):
    with pytest.raises(RuleBroken):
        release(reason=" ", now=NOW)
    with pytest.raises(BrokenConstraint):
        Release.objects.update(reason="Another.")


def test_table_that_was_restored_is_not_the_one_that_was_released(released):
    """As `pg_restore --clean` does: the same rows in a new table, in the same database."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE khartoum_owner")
        cursor.execute("ALTER TABLE outbox_release RENAME TO released_before")
        cursor.execute("CREATE TABLE outbox_release AS TABLE released_before")

        assert why_held() == Hold.ANOTHER_DATABASE


def test_database_older_than_its_anchor_is_held_until_it_is_released(released, settings, tmp_path):
    settings.LEDGER_ANCHOR_FILE = str(tmp_path / "anchors.jsonl")
    at, later = NOW.isoformat(), Head(1_000_000, "ab" * 32)
    assert why_held() is None
    (tmp_path / "anchors.jsonl").write_text(json.dumps(asdict(Anchor(at, later.block, later.hash, _sign(at, later)))))

    assert why_held() == Hold.BEHIND_ITS_ANCHOR

    release(reason="Set back to the copy of the morning.", now=NOW)
    assert why_held() is None


def test_staff_are_told_on_the_first_page(client):
    client.force_login(person("secretariat_officer"))
    said = "No mail leaves this system"

    held = client.get(reverse("admin:index")).content.decode()
    release(reason="Of this test.", now=NOW)
    free = client.get(reverse("admin:index")).content.decode()

    assert said in held
    assert said not in free
