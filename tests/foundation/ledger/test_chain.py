"""One sealed block per transaction, anchored outside, and fed to readers without gaps."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from foundation.actors import anonymous, system
from foundation.ledger import anchors
from foundation.ledger.anchors import Anchor, LedgerBrokenError, anchor_head, faults
from foundation.ledger.audience import PUBLIC, STAFF
from foundation.ledger.models import LedgerBlock, LedgerEntry, SealedEntry
from foundation.ledger.selectors import START, Fault, Head, changes_after, cursor_of, head
from foundation.ledger.services import record
from tests.foundation.ledger.acts import act

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def anchor_file(settings, tmp_path) -> Path:
    settings.LEDGER_ANCHOR_FILE = str(tmp_path / "outside" / "anchors.jsonl")
    return Path(settings.LEDGER_ANCHOR_FILE)


def test_each_transaction_is_one_block_chained_to_the_one_before() -> None:
    before = head()
    act(3)
    act(1)

    blocks = list(LedgerBlock.objects.order_by("-seq")[:2])[::-1]

    assert [block.entries for block in blocks] == [3, 1]
    assert [block.seq for block in blocks] == [(before.block if before else 0) + 1, (before.block if before else 0) + 2]
    assert head().hash == bytes(blocks[-1].hash).hex()
    assert LedgerEntry.objects.count() == SealedEntry.objects.count()


def test_transaction_that_records_nothing_seals_nothing() -> None:
    before = head()

    with transaction.atomic():
        LedgerEntry.objects.count()

    assert head() == before


def test_only_what_was_not_rolled_back_is_sealed() -> None:
    thing = act()
    with transaction.atomic():
        act(2, thing=thing)
        savepoint = transaction.savepoint()
        act(4, thing=thing)
        transaction.savepoint_rollback(savepoint)
        act(1, thing=thing)

    assert LedgerBlock.objects.last().entries == 3
    call_command("anchor_ledger")
    call_command("verify_ledger")


def test_entry_is_written_in_the_transaction_of_its_change() -> None:
    thing = act()

    with pytest.raises(ValueError, match="in the transaction"):
        record(thing, "thing.changed", actor=system(), audience=PUBLIC)


def test_hash_does_not_depend_on_the_reader_s_time_zone_or_date_style() -> None:
    act(2)
    call_command("anchor_ledger")

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Kathmandu'; SET LOCAL datestyle = 'German'")
        assert faults() == []


def test_feed_gives_everything_once_in_the_order_of_commits_and_to_each_reader_what_is_theirs() -> None:
    before = SealedEntry.objects.count()
    for number in range(6):
        act(3, audience=STAFF if number % 2 else PUBLIC)

    pages, cursor = [], START
    while page := changes_after(cursor, system(), limit=4):
        pages += page
        cursor = cursor_of(page[-1][0])

    places = [(entry.block, entry.pk) for entry, _is_told in pages]
    assert len(places) == before + 18
    assert places == sorted(set(places))
    told = [entry for entry, is_told in changes_after(START, anonymous(), limit=1000) if is_told]
    assert {entry.audience for entry in told} == {"public"}


def test_anchor_is_written_once_per_head(anchor_file) -> None:
    act()
    first, again = anchor_head(NOW), anchor_head(NOW)
    act()
    second = anchor_head(NOW)

    assert (first.block, again, second.block) == (head().block - 1, None, head().block)
    assert [json.loads(line)["block"] for line in anchor_file.read_text().splitlines()] == [first.block, second.block]
    assert faults() == []


def test_ledger_without_anchors_is_not_called_sound() -> None:
    act()

    assert [fault.problem for fault in faults()] == ["no_anchor_yet"]
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_ledger")


@pytest.mark.parametrize(
    "line",
    ["[]", "{}", "not json", '{"at": "2026", "block": 1, "hash": "00", "signature": "00"}'],
)
def test_forged_or_torn_line_among_the_anchors_is_named(anchor_file, line: str) -> None:
    act()
    anchor_head(NOW)
    with anchor_file.open("a") as file:
        file.write(line)
    act()

    anchor_head(NOW)

    assert faults() == [Fault("anchor_line_not_ours", line=2)]


def test_anchors_of_another_key_are_worth_nothing(settings) -> None:
    act()
    settings.LEDGER_ANCHOR_KEY = "the key of somebody else"
    anchor_head(NOW)
    settings.LEDGER_ANCHOR_KEY = "ours"

    assert [fault.problem for fault in faults()] == ["anchor_line_not_ours", "no_anchor_yet"]


def test_nothing_is_anchored_on_a_chain_that_lost_its_anchor(anchor_file) -> None:
    act()
    other = Head(head().block, "00" * 32)
    anchor = Anchor("then", other.block, other.hash, anchors._sign("then", other))
    anchor_file.parent.mkdir()
    anchor_file.write_text(json.dumps(asdict(anchor)) + "\n")
    act()

    with pytest.raises(LedgerBrokenError, match=f"block {anchor.block}"):
        anchor_head(NOW)
    with pytest.raises(CommandError, match=f"block {anchor.block}"):
        call_command("anchor_ledger")
