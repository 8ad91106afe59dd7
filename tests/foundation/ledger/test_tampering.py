"""300 random attacks by the database's superuser: verification finds each one and names its place."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection, transaction
from django.test import override_settings

from foundation.ledger.anchors import anchor_head, faults, read_anchors
from foundation.ledger.audience import PUBLIC, STAFF
from foundation.ledger.selectors import faults_of_the_chain
from tests.foundation.ledger import tampering
from tests.foundation.ledger.acts import act

BLOCKS = 60
ALL_POWERS = """
    SET LOCAL ROLE NONE;
    SET LOCAL session_replication_role = replica;
    ALTER TABLE ledger_entry ALTER COLUMN id DROP IDENTITY;
"""
SHOWN_BY_ANCHORS = {"anchored_block_is_gone", "anchored_block_is_another"}


@pytest.fixture(scope="module")
def anchored(django_db_setup, django_db_blocker, test_databases, tmp_path_factory) -> Iterator[list[int]]:
    """One ledger for all attacks, each of which is undone; the numbers of its anchored blocks."""
    file = tmp_path_factory.mktemp("ledger") / "anchors.jsonl"
    with django_db_blocker.unblock(), override_settings(LEDGER_ANCHOR_FILE=str(file)):
        write_and_anchor(Random("the ledger"))
        yield [anchor.block for anchor in read_anchors(file)]
        test_databases.renew()


def write_and_anchor(dice: Random) -> None:
    """60 blocks, anchored now and then and at the end."""
    for number in range(1, BLOCKS + 1):
        act(dice.randint(1, 5), audience=dice.choice([PUBLIC, STAFF]))
        if number == BLOCKS or dice.random() < 0.15:
            anchor_head(datetime(2026, 5, 1, 0, number % 60, tzinfo=UTC))


@pytest.mark.parametrize(
    ("attack", "times"),
    [
        (tampering.edit_entry, 60),
        (tampering.edit_block, 30),
        (tampering.delete_entry, 40),
        (tampering.delete_block, 20),
        (tampering.insert_entry, 30),
        (tampering.reorder, 20),
        (tampering.cut_tail, 50),
        (tampering.make_anew, 50),
    ],
)
def test_every_attack_is_found_and_its_place_named(anchored, attack, times: int) -> None:
    dice = Random(attack.__name__)
    assert faults() == []

    for _time in range(times):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ALL_POWERS)
            expected = attack(cursor, dice)
            cursor.execute("SET LOCAL session_replication_role = origin; SET LOCAL ROLE khartoum_app")
            found, in_the_chain = faults(), faults_of_the_chain()
            transaction.set_rollback(True)

        if expected.problem in SHOWN_BY_ANCHORS:
            place = min(block for block in anchored if block >= expected.block)
            assert found == [expected._replace(block=place)]
            assert in_the_chain == [], "without anchors nobody would know"
        else:
            assert expected in found

    assert faults() == []
