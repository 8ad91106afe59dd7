"""What the database refuses, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.constraints import check_now
from tests.foundation.ledger.acts import act

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'x.y'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "UPDATE ledger_block SET hash = ''",
        "DELETE FROM ledger_block",
        "TRUNCATE ledger_block",
    ],
)
@pytest.mark.parametrize("role", ["khartoum_app", "khartoum_owner"])
def test_nobody_changes_or_removes_what_was_recorded(role: str, statement: str) -> None:
    act()
    check_now("ledger_seal")

    with (
        pytest.raises(DatabaseError, match=r"append-only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SET LOCAL ROLE {role}; SET LOCAL pgtrigger.ignore = '{{}}'; {statement}")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger_entry (id, kind) OVERRIDING SYSTEM VALUE VALUES (1, 'x.y')",
        "INSERT INTO ledger_entry (tx, kind) VALUES (1, 'x.y')",
        "INSERT INTO ledger_entry (at, kind) VALUES (now() - interval '1 day', 'x.y')",
        "INSERT INTO ledger_block (seq) VALUES (1)",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "DROP TABLE ledger_entry CASCADE",
        "CREATE OR REPLACE FUNCTION ledger_seal() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    ],
)
def test_app_chooses_neither_number_nor_time_nor_block_and_lifts_no_guard(statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), connection.cursor() as cursor:
        cursor.execute(statement)
