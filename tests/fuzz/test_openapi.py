"""The API keeps what its description promises: generated requests, right and wrong, asked by several readers."""

import os
import re
from pathlib import Path
from zlib import crc32

import pytest
import schemathesis
from django.db import transaction
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

DESCRIBED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
ADDRESSES = re.findall(r"^  (/api/\S+):$", DESCRIBED.read_text(encoding="utf-8"), re.MULTILINE)
READERS = ("anonymous", "focal_point_own", "secretariat", "service")
MANY = int(os.environ.get("FUZZ_EXAMPLES", "20"))
"""Requests for each address and reader in the long run."""


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


def ask(described, world, address, reader, examples):
    """Requests of both kinds; every one is judged by everything the description says about its answer."""
    door = world.doors[reader]
    shown = {"Authorization": f"Bearer {door.key}"} if door.key else {}
    operation = described[address]["GET"]
    cases = st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @seed(crc32(f"{address} {reader}".encode()))
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def one(case):
        case.query.pop("cursor", None)  # only a page of the list can give one
        case.query.pop("fields", None)  # what is left out on request is described as what is there
        case.call_and_validate(headers=shown, cookies=dict(door.cookies))

    one()


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_keep_to_the_description(described, world, address):
    for reader in READERS:
        ask(described, world, address, reader, 2)


@pytest.mark.fuzz
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_keep_to_the_description_in_a_long_run(described, world, address, reader):
    ask(described, world, address, reader, MANY)
