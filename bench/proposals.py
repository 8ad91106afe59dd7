"""Ten thousand rows of a partner system over the API, against COPY and INSERT .. ON CONFLICT of the same rows.

The API's arm is the whole request: key, grants, body, the reading of every value, the upsert, the ledger, the answer
that is kept. The other is what PostgreSQL itself needs: rows that nobody checked, copied into an unlogged table and put
by one statement into the same table, with its indexes and guards. Each round begins with rows that are new, goes on
with the same rows said otherwise, and ends with them said again. Seconds of CPU of both sides.
`python -m pytest -s -m bench tests/bench/test_proposals.py` measures.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from actionplan.models import ActivityProposal, SourceSystem
from bench.effort import effort
from bench.figures import Figure
from integrations.models import ApiClient
from integrations.services.clients import issue_key, save_client
from tests.factories.parties import actor
from tests.factories.proposals import source_called

ROWS, ROUNDS, GOAL = 10_000, 9, 4
CALLS = ("new rows", "rows said otherwise", "rows said again")
STAGED = """
    SET ROLE khartoum_owner;
    CREATE UNLOGGED TABLE told (external_id text, said jsonb);
    GRANT SELECT, INSERT, DELETE ON told TO khartoum_app;
    RESET ROLE
"""
UPSERT = """
    INSERT INTO actionplan_activityproposal AS kept
        (uuid, version, source_id, external_id, said, state, received_at, answer)
    SELECT gen_random_uuid(), 1, %s, external_id, said, 'waiting', now(), '' FROM told
    ON CONFLICT (source_id, external_id) DO UPDATE SET
        said = EXCLUDED.said, state = 'waiting', received_at = EXCLUDED.received_at,
        answered_at = NULL, answer = '', version = kept.version + 1
    WHERE kept.said <> EXCLUDED.said
"""
Said = list[tuple[str, dict[str, Any]]]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def rows(call: int) -> Said:
    """What is said of each activity: of the second call on, something else."""
    words = " ".join(["Training of officers, with partners of the region, in three courses of a week each."] * 3)
    more = {"begins_on": "2026-03-01", "ends_on": "2026-09-30", "domains": [1, 3], "lead": "EG"}
    return [
        (
            f"A-{number}",
            {
                "title": {"en": f"Activity {number}", "fr": f"Activité {number}"},
                "description": {"en": words},
                "joint_with": f"partner {min(call, 1)}",
                **more,
            },
        )
        for number in range(ROWS)
    ]


def raw(source: SourceSystem, said: Said) -> Callable[[], None]:
    """COPY and one statement."""
    copied = [(external_id, json.dumps(one)) for external_id, one in said]

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            with cursor.copy("COPY told (external_id, said) FROM STDIN") as copy:
                for one in copied:
                    copy.write_row(one)
            cursor.execute(UPSERT, [source.pk])

    return work


def over_the_api(source: SourceSystem, said: Said, key: str, headers: dict[str, str]) -> Callable[[], None]:
    """One request."""
    body = b"\n".join(json.dumps({"external_id": external_id, **one}).encode() for external_id, one in said)
    given = {**headers, "idempotency-key": key}

    def work() -> None:
        address = f"/api/v1/proposals/?source={source.code}"
        answer = Client().post(address, body, content_type="application/x-ndjson", headers=given)
        assert answer.status_code == 200, answer.content[:500]
        assert answer.content.count(b"\n") == ROWS, "each row is told what became of it"

    return work


def kept(source: SourceSystem) -> dict[str, tuple[Any, ...]]:
    """What stands in the table."""
    found = ActivityProposal.objects.filter(source=source).values_list("external_id", "said", "state", "version")
    return {external_id: rest for external_id, *rest in found}


def a_round(number: int, system: ApiClient, headers: dict[str, str]) -> list[float]:
    """The three calls, by sources of their own; the arms in turn."""
    sources = {arm: source_called(f"{arm}-{number}", system) for arm in ("api", "raw")}
    ratios = []
    for call in range(len(CALLS)):
        said = rows(call)
        arms = {
            "api": over_the_api(sources["api"], said, f"{number}-{call}", headers),
            "raw": raw(sources["raw"], said),
        }
        took = {arm: effort(arms[arm]) for arm in sorted(arms, reverse=bool(number % 2))}
        assert kept(sources["api"]) == kept(sources["raw"]), "both arms keep the same"
        run("DELETE FROM told")
        ratios.append(took["api"] / took["raw"])
    return ratios


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """The figures of the contract, on an empty database with the reference data."""
    run(STAGED)
    now, staff = timezone.now(), actor("secretariat_officer")
    system = ApiClient(name="Bench", grants=["proposals.write"])
    save_client(system, actor=staff, version=None, creating=True)
    until = now + timedelta(days=1)
    key = issue_key(system, actor=staff, version=system.version, expires_at=until, now=now)
    headers = {"authorization": f"Bearer {key}"}
    each = [a_round(number, system, headers) for number in range(rounds + 1)][1:]
    return [
        Figure(f"{ROWS} {name} over the API / COPY and INSERT .. ON CONFLICT", tuple(one[call] for one in each), GOAL)
        for call, name in enumerate(CALLS)
    ]
