"""The API keeps what its description promises: generated requests, right and wrong, asked by several readers.

What is written to is real: the rows of the world, at the version that stands, so that bodies get as far as the rules.
"""

import json
import os
from zlib import crc32

import pytest
import schemathesis
from django.db import transaction
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from tests.matrix.counting import CASES, COUNTS
from tools.checks.promises import described as the_description

OPERATIONS = [
    f"{method.upper()} {address}"
    for address, said in the_description()["paths"].items()
    for method in said
    if address.startswith("/api/")
]
ROWS = {
    "contributions": "contribution",
    "answers": "answer",
    "questions": "query",
    "proposals": "proposal",
    "attachments": "attachment",
    "webhooks": "webhook",
}
"""What is written to, and the rows of the world by their states."""
NOT_FREE = ("cursor", "after")
"""A cursor is only given by the list itself."""
READERS = ("anonymous", "focal_point_own", "secretariat", "service")
A_FEW = {"anonymous": 1, "focal_point_own": 2, "secretariat": 1, "service": 2}
"""Requests for each address and reader in every run: most by those who may write."""
MANY = int(os.environ.get("FUZZ_EXAMPLES", "20"))
"""Requests for each address and reader in the long run."""


@schemathesis.serializer("application/x-ndjson")
def one_line(_context, row):
    return row if isinstance(row, bytes) else json.dumps(row).encode()


def undone(environ, start_response):
    """The application as a server calls it; what the request did is undone afterwards."""
    with transaction.atomic():
        response = ClientHandler(enforce_csrf_checks=False)(environ)
        body = b"".join(response)
        transaction.set_rollback(True)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [body]


@pytest.fixture(scope="module")
def described(world):
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", undone)


def ask(described, world, named, reader, examples):
    """Requests of both kinds; every one is judged by everything the description says about its answer."""
    door = world.doors[reader]
    shown = {"Authorization": f"Bearer {door.key}"} if door.key else {}
    method, address = named.split()
    operation = described[address][method]
    cases = st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @seed(crc32(f"{named} {reader}".encode()))
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases, st.randoms())
    def one(case, chance):
        if method != "GET":
            aim(case, world, chance)
        if case.meta.generation.mode is GenerationMode.POSITIVE:
            case.query.pop("fields", None)  # what is left out on request is described as what is there
            for name in NOT_FREE:
                case.query.pop(name, None)
        left_out = [ignored_auth] if door.cookies else []  # it takes the key away and leaves the session
        left_out += (
            [positive_data_acceptance] if method != "GET" else []
        )  # rules of the process refuse more than forms do
        case.call_and_validate(headers=shown, cookies=dict(door.cookies), excluded_checks=left_out)
        COUNTS[CASES] += 1

    one()


def aim(case, world, chance):
    """Half of the writes at rows that are there, as if they had just been read."""
    if "source" in case.query:
        case.query["source"] = chance.choice(["world-own", case.query["source"]])
        case.query.pop("atomic", None)  # row by row a call is taken, and tells of each row what was wrong with it
    rows = list(world.rows[ROWS[case.path.split("/")[3]]].values())
    row = chance.choice(rows)
    if "uuid" in case.path_parameters and chance.random() < 0.5:
        case.path_parameters["uuid"] = str(row.uuid)
        case.headers["If-Match"] = f'"{getattr(row, "version", 1)}"'


@pytest.mark.parametrize("operation", OPERATIONS)
def test_answers_keep_to_the_description(described, world, operation):
    for reader, examples in A_FEW.items():
        ask(described, world, operation, reader, examples)


@pytest.mark.fuzz
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_answers_keep_to_the_description_in_a_long_run(described, world, operation, reader):
    ask(described, world, operation, reader, MANY)
