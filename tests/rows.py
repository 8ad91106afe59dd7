"""The rows that a part of a transaction wrote, as the statements that put them back."""

from functools import cache
from typing import NamedTuple

from django.db import connection

from foundation.database_roles import APP_ROLE

TABLES = """
SELECT c.oid, c.relname,
    array_agg(quote_ident(a.attname) ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
    (SELECT array_agg(quote_ident(k.attname)) FROM pg_index i
     JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = ANY(i.indkey)
     WHERE i.indrelid = c.oid AND i.indisprimary)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
GROUP BY c.oid, c.relname ORDER BY c.relname
"""
TOUCHED = """
SELECT relid, n_tup_upd > 0, n_tup_del > 0 FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 AND schemaname = 'public' AND relname <> 'django_session'
"""
"""By this transaction so far, parts of it that were taken back among them; sessions are their browsers' own."""
PRESENT_SAVEPOINT = "UPDATE of_the_tests.mark SET at = now() RETURNING xmin::text::bigint"
MAY = "SET LOCAL ROLE NONE; SET LOCAL session_replication_role = replica;"
MAY_NO_MORE = f"SET LOCAL session_replication_role = origin; SET LOCAL ROLE {APP_ROLE};"


class Table(NamedTuple):
    """A table, its columns but those that follow from others, and its key."""

    name: str
    columns: list[str]
    key: list[str]


def present_savepoint() -> int:
    """The number of the innermost savepoint: what is written in it and within it bears this one or a higher."""
    ((number,),) = _asked(PRESENT_SAVEPOINT)
    return number


def statements(since: int) -> str | None:
    """What puts back all that was written since that savepoint; nothing where rows were taken away."""
    touched = _asked(TOUCHED)
    if any(taken_away for _table, _changed, taken_away in touched):
        return None
    tables = _tables()
    parts = [_inserted(tables[number], since, over=changed) for number, changed, _taken_away in touched]
    return "; ".join(filter(None, parts))


def put_back(rows: str) -> None:
    """As the superuser who copies databases for the tests, and past all triggers, as a restored backup is."""
    if rows:
        connection.connection.execute(f"{MAY} {rows}; {MAY_NO_MORE}".encode())


def every_row() -> dict[str, str | None]:
    """A digest of each table's rows."""
    digest = "md5(string_agg(one::text, '|' ORDER BY one::text))"
    names = [table.name for table in _tables().values()]
    return dict(_asked(" UNION ALL ".join(f"SELECT '{name}', {digest} FROM {name} one" for name in names)))


def _inserted(table: Table, since: int, *, over: bool) -> str:
    row = ", ".join(f"quote_nullable({column}::text)" for column in table.columns)
    rows = f"string_agg(concat('(', concat_ws(',', {row}), ')'), ',')"
    ((values,),) = _asked(f"SELECT {rows} FROM {table.name} WHERE xmin::text::bigint >= {since}")
    if values is None:
        return ""
    insert = f"INSERT INTO {table.name} ({', '.join(table.columns)}) OVERRIDING SYSTEM VALUE VALUES {values}"
    if not over:
        return insert
    rest = ", ".join(f"{column} = EXCLUDED.{column}" for column in table.columns if column not in table.key)
    return f"{insert} ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {rest}"


@cache
def _tables() -> dict[int, Table]:
    return {number: Table(*table) for number, *table in _asked(TABLES)}


def _asked(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
