# /// script
# requires-python = ">=3.11"
# dependencies = ["attrs", "httpx"]
# ///
"""A copy of the process that is kept in step both ways, with nothing but the generated client: see docs/api.md.

python sync.py pull                      brings the copy up to date
python sync.py push SOURCE rows.ndjson   proposes activities, a row a line

KHARTOUM_API names the system, KHARTOUM_KEY is the key, KHARTOUM_COPY the file of the copy.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
from khartoum_client.api.activities import activities_list, activities_retrieve
from khartoum_client.api.changes import changes_retrieve
from khartoum_client.api.decisions import decisions_list, decisions_retrieve
from khartoum_client.api.documents import documents_list, documents_retrieve
from khartoum_client.api.proposals import proposals_create, proposals_list, proposals_retrieve
from khartoum_client.api.reports import reports_list, reports_retrieve
from khartoum_client.client import AuthenticatedClient
from khartoum_client.models import (
    ActivitySent,
    ProposalsCreateFormat,
)

COPIED: dict[str, tuple[Any, Any]] = {
    "activities": (activities_list, activities_retrieve),
    "decisions": (decisions_list, decisions_retrieve),
    "documents": (documents_list, documents_retrieve),
    "reports": (reports_list, reports_retrieve),
    "proposals": (proposals_list, proposals_retrieve),
}
"""What the copy holds: how its list is read, and one of it."""
WITH_A_PLAN = "activities"
"""Become visible with their plan, and are told of with it alone."""
TABLES = """
    CREATE TABLE IF NOT EXISTS copy (resource TEXT, uuid TEXT, said TEXT, PRIMARY KEY (resource, uuid));
    CREATE TABLE IF NOT EXISTS place (after TEXT);
    CREATE TABLE IF NOT EXISTS sending (key TEXT PRIMARY KEY, source TEXT, said TEXT);
"""
PAUSES = (1, 2, 4, 8, 16)
"""Seconds before a request is sent again, where the answer names none."""
IN_ONE_CALL = 500
"""Rows of one call: as a list they may take 1 MB."""


class Refused(Exception):
    """The system said no, and would again."""

    def __init__(self, status: int, errors: list[Any]) -> None:
        self.status, self.errors = status, errors
        super().__init__(f"{status}: " + "; ".join(f"{one.code} {one.pointer or ''} {one.detail}" for one in errors))


def asked(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What is answered, sent again as it was where the system is busy or cannot be reached: its key sees to once."""
    for pause in (*PAUSES, None):
        try:
            answer = call(*given, **named)
        except httpx.TransportError:
            wait = pause
            if pause is None:
                raise
        else:
            if answer.status_code < HTTPStatus.BAD_REQUEST:
                return answer.parsed
            wait = pause if is_busy(answer) else None
            if wait is None:
                raise Refused(answer.status_code, answer.parsed.errors)
            wait = int(answer.headers.get("Retry-After", wait))
        time.sleep(wait)
    raise AssertionError


def is_busy(answer: Any) -> bool:
    """Whether the same request, sent again later, is answered otherwise."""
    if answer.status_code == HTTPStatus.CONFLICT:
        return answer.parsed.errors[0].code == "idempotency_in_flight"
    return answer.status_code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


def every_row(lists: Any, client: AuthenticatedClient, **chosen: Any) -> Iterator[Any]:
    """The rows of all pages."""
    named = {"client": client, "page_size": 200, **chosen}
    page = asked(lists.sync_detailed, **named)
    yield from page.results
    while page.next_:
        page = asked(lists.sync_detailed, cursor=named_in(page.next_, "cursor"), **named)
        yield from page.results


def named_in(address: str, name: str) -> str:
    """A parameter of an address."""
    return parse_qs(urlsplit(address).query)[name][0]


def opened(path: str | Path) -> sqlite3.Connection:
    """The copy; empty the first time."""
    copy = sqlite3.connect(path)
    copy.executescript(TABLES)
    return copy


# -- pull: what the process decided ---------------------------------------------------------------------------------


def pull(client: AuthenticatedClient, copy: sqlite3.Connection) -> int:
    """Bring the copy up to date, and say how many changes were read. Stopped anywhere, it goes on from its place."""
    kept = copy.execute("SELECT after FROM place").fetchone()
    after, read = (kept[0] if kept else begin(client, copy)), 0
    while True:
        try:
            told = asked(changes_retrieve.sync_detailed, client=client, after=after, page_size=200)
        except Refused as no:
            if no.status != HTTPStatus.GONE:
                raise
            after = begin(client, copy)
            continue
        after = named_in(told.next_, "after")
        with copy:
            for change in told.results:
                follow(client, copy, change)
            keep_place(copy, after)
        read += len(told.results)
        if not told.has_more:
            return read


def begin(client: AuthenticatedClient, copy: sqlite3.Connection) -> str:
    """First the place, then the lists: what changes between the two is read twice, and nothing is missed."""
    told = asked(changes_retrieve.sync_detailed, client=client, after="latest")
    after = named_in(told.next_, "after")
    with copy:
        for resource in COPIED:
            copy_list(client, copy, resource)
        keep_place(copy, after)
    return after


def keep_place(copy: sqlite3.Connection, after: str) -> None:
    """In the transaction of what was read up to there."""
    copy.execute("DELETE FROM place")
    copy.execute("INSERT INTO place VALUES (?)", (after,))


def copy_list(client: AuthenticatedClient, copy: sqlite3.Connection, resource: str) -> None:
    """All of a list in the place of what was there."""
    copy.execute("DELETE FROM copy WHERE resource = ?", (resource,))
    for row in every_row(COPIED[resource][0], client):
        keep(copy, resource, row)


def keep(copy: sqlite3.Connection, resource: str, row: Any) -> None:
    """A row as it stands now."""
    said = json.dumps(row.to_dict(), ensure_ascii=False)
    copy.execute("INSERT OR REPLACE INTO copy VALUES (?, ?, ?)", (resource, str(row.uuid), said))


def follow(client: AuthenticatedClient, copy: sqlite3.Connection, change: Any) -> None:
    """What one change means for the copy."""
    resource = change.resource.value
    if resource == "plans":
        copy_list(client, copy, WITH_A_PLAN)
    if resource not in COPIED:
        return
    if not change.is_gone:
        try:
            keep(copy, resource, asked(COPIED[resource][1].sync_detailed, change.uuid, client=client))
        except Refused as no:
            if no.status != HTTPStatus.NOT_FOUND:
                raise
        else:
            return
    copy.execute("DELETE FROM copy WHERE resource = ? AND uuid = ?", (resource, str(change.uuid)))


# -- push: what the partner holds -----------------------------------------------------------------------------------


def push(client: AuthenticatedClient, copy: sqlite3.Connection, source: str, rows: list[dict[str, Any]]) -> list[Any]:
    """Propose activities, and say what became of each row. Rows that stand as they were said before change nothing."""
    became = send_waiting(client, copy)
    for first in range(0, len(rows), IN_ONE_CALL):
        some = rows[first : first + IN_ONE_CALL]
        with copy:
            copy.execute("INSERT INTO sending VALUES (?, ?, ?)", (str(uuid4()), source, json.dumps(some)))
        became += send_waiting(client, copy)
    return became


def send_waiting(client: AuthenticatedClient, copy: sqlite3.Connection) -> list[Any]:
    """What was to be sent, with the key it got then: a program that was ended in mid-call asks what became of it."""
    became = []
    for key, source, said in copy.execute("SELECT key, source, said FROM sending").fetchall():
        try:
            became += propose(client, source, json.loads(said), key=key)
        except Refused:
            done_with(copy, key)
            raise
        done_with(copy, key)
    return became


def done_with(copy: sqlite3.Connection, key: str) -> None:
    """It was answered: the next call has a key of its own."""
    with copy:
        copy.execute("DELETE FROM sending WHERE key = ?", (key,))


def propose(
    client: AuthenticatedClient, source: str, rows: list[dict[str, Any]], *, key: str, is_trial: bool = False
) -> list[Any]:
    """One call, row by row: what is right is kept, and each row is told what was wrong with it."""
    told = asked(
        proposals_create.sync_detailed,
        client=client,
        body=[ActivitySent.from_dict(row) for row in rows],
        source=source,
        atomic=False,
        dry_run=is_trial,
        format_=ProposalsCreateFormat.JSON,
        idempotency_key=key,
    )
    return told.results


def main() -> None:
    """One of the two, as the command line says."""
    client = AuthenticatedClient(base_url=os.environ["KHARTOUM_API"], token=os.environ["KHARTOUM_KEY"])
    copy = opened(os.environ.get("KHARTOUM_COPY", "copy.sqlite3"))
    match sys.argv[1:]:
        case ["pull"]:
            read, held = pull(client, copy), copy.execute("SELECT resource, count(*) FROM copy GROUP BY resource")
            lines = [f"{read} changes read; held are " + ", ".join(f"{number} {name}" for name, number in held)]
        case ["push", source, path]:
            rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
            lines = [json.dumps(one.to_dict(), ensure_ascii=False) for one in push(client, copy, source, rows)]
        case _:
            lines = [str(__doc__)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
