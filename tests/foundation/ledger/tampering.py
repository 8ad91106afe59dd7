"""What somebody with all the power over the database might do to the ledger, at random places.

Each way returns the problem and the number that a verification has to name for it.
"""

from random import Random

from django.db.backends.utils import CursorWrapper

from foundation.ledger.models import LedgerBlock, LedgerEntry
from foundation.ledger.selectors import Fault

ENTRY_EDITS = {
    "kind": "kind || 'd'",
    "actor_kind": "'person'",
    "user_id": "coalesce(user_id, 0) + 1",
    "client_id": "coalesce(client_id, 0) + 1",
    "hat": "'presidency'",
    "mandates": "mandates || 7",
    "subject": "subject || '0'",
    "audience": "CASE audience WHEN 'public' THEN 'staff' ELSE 'public' END",
    "facts": """facts || '{"forged": 1}'""",
    "at": "at - interval '1 microsecond'",
    "uuid": "gen_random_uuid()",
    "story": "gen_random_uuid()",
}
BLOCK_EDITS = {
    "hash": "sha256(hash)",
    "tx": "tx + 1000000",
    "first_id": "first_id - 1",
    "last_id": "last_id + 1",
    "entries": "entries + 1",
    "sealed_at": "sealed_at + interval '1 second'",
}


def edit_entry(cursor: CursorWrapper, dice: Random) -> Fault:
    entry, block = an_entry(dice)
    column = dice.choice(sorted(ENTRY_EDITS))
    cursor.execute(f"UPDATE ledger_entry SET {column} = {ENTRY_EDITS[column]} WHERE id = %s", [entry.pk])
    return Fault("block_changed", block.pk)


def edit_block(cursor: CursorWrapper, dice: Random) -> Fault:
    block = a_block(dice)
    column = dice.choice(sorted(BLOCK_EDITS))
    cursor.execute(f"UPDATE ledger_block SET {column} = {BLOCK_EDITS[column]} WHERE seq = %s", [block.pk])
    return Fault("block_changed", block.pk)


def delete_entry(cursor: CursorWrapper, dice: Random) -> Fault:
    entry, block = an_entry(dice)
    cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [entry.pk])
    return Fault("block_changed", block.pk)


def delete_block(cursor: CursorWrapper, dice: Random) -> Fault:
    block = a_block(dice, before_head=1)
    cursor.execute("DELETE FROM ledger_block WHERE seq = %s", [block.pk])
    if dice.random() < 0.5:
        cursor.execute("DELETE FROM ledger_entry WHERE tx = %s", [block.tx])
    return Fault("block_missing", block.pk)


def insert_entry(cursor: CursorWrapper, dice: Random) -> Fault:
    """A copy under another number, alone or slipped into a block made wide enough for it."""
    entry, block = an_entry(dice)
    number = LedgerEntry.objects.order_by("pk").last().pk + dice.randint(1, 50)
    cursor.execute(
        "INSERT INTO ledger_entry SELECT (jsonb_populate_record(e, jsonb_build_object('id', %s::bigint))).* "
        "FROM ledger_entry e WHERE id = %s",
        [number, entry.pk],
    )
    if dice.random() < 0.5:
        return Fault("entry_in_no_block", None, number)
    cursor.execute("UPDATE ledger_block SET last_id = %s WHERE seq = %s", [number, block.pk])
    return Fault("block_changed", block.pk)


def reorder(cursor: CursorWrapper, dice: Random) -> Fault:
    """Two entries or two blocks change places."""
    if dice.random() < 0.5:
        (one, block), (other, _block) = an_entry(dice), an_entry(dice)
        while other.pk == one.pk:
            other, _block = an_entry(dice)
        swap(cursor, "ledger_entry", "id", one.pk, other.pk)
        return Fault("block_changed", block.pk)
    one, other = a_block(dice), a_block(dice)
    while other.pk == one.pk:
        other = a_block(dice)
    swap(cursor, "ledger_block", "seq", one.pk, other.pk)
    return Fault("block_changed", one.pk)


def cut_tail(cursor: CursorWrapper, dice: Random) -> Fault:
    """The last blocks go, with their entries: what remains is a perfect chain."""
    first = LedgerBlock.objects.order_by("pk").last().pk - dice.randint(0, 25)
    cursor.execute("DELETE FROM ledger_entry e USING ledger_block b WHERE b.tx = e.tx AND b.seq >= %s", [first])
    cursor.execute("DELETE FROM ledger_block WHERE seq >= %s", [first])
    return Fault("anchored_block_is_gone", first)


def make_anew(cursor: CursorWrapper, dice: Random) -> Fault:
    """Something is changed, and every hash from there on computed again: a perfect chain."""
    entry, block = an_entry(dice)
    if dice.random() < 0.5 and block.entries > 1 and entry.pk not in {block.first_id, block.last_id}:
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [entry.pk])
    else:
        cursor.execute("UPDATE ledger_entry SET kind = kind || 'd' WHERE id = %s", [entry.pk])
    hash_again(cursor, block.pk)
    return Fault("anchored_block_is_another", block.pk)


def hash_again(cursor: CursorWrapper, first: int) -> None:
    cursor.execute(
        "UPDATE ledger_block b SET entries = (SELECT count(*) FROM ledger_entry e "
        "WHERE e.tx = b.tx AND e.id BETWEEN b.first_id AND b.last_id) WHERE seq = %s",
        [first],
    )
    for seq in LedgerBlock.objects.filter(pk__gte=first).order_by("pk").values_list("pk", flat=True):
        cursor.execute(
            "UPDATE ledger_block b SET hash = ledger_digest((SELECT hash FROM ledger_block WHERE seq = b.seq - 1), b) "
            "WHERE seq = %s",
            [seq],
        )


def swap(cursor: CursorWrapper, table: str, key: str, one: int, other: int) -> None:
    """By way of a number nobody has."""
    for old, new in ((one, -1), (other, one), (-1, other)):
        cursor.execute(f"UPDATE {table} SET {key} = %s WHERE {key} = %s", [new, old])


def a_block(dice: Random, *, before_head: int = 0) -> LedgerBlock:
    blocks = LedgerBlock.objects.order_by("pk")
    return blocks[dice.randrange(blocks.count() - before_head)]


def an_entry(dice: Random) -> tuple[LedgerEntry, LedgerBlock]:
    block = a_block(dice)
    entries = LedgerEntry.objects.filter(tx=block.tx).order_by("pk")
    return entries[dice.randrange(entries.count())], block
