"""`make run` killed at any point: nothing is left running, and the next start repairs what the kill left."""

import json
import signal
import urllib.request
from pathlib import Path

import pytest

from tests.chaos.starting import Start, copy_of_this_checkout, processes_of, wait_until_nothing_runs

pytestmark = pytest.mark.chaos
MOMENTS = [
    "creating the database cluster",
    "migrating the database",
    "loading the reference data",
    "loading the demonstration",
    "starting web, worker and beat",
    "ready: ",
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A checkout of its own, in a folder whose name has a space in it."""
    return copy_of_this_checkout(tmp_path_factory.mktemp("another checkout"))


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_nothing_running(moment, checkout):
    start = Start(checkout)
    start.read_until(moment)

    start.finish(signal.SIGKILL)

    wait_until_nothing_runs(checkout)


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_the_next_start_answers_with_all_data_and_stops_when_asked(wish, checkout):
    start = Start(checkout)
    address = start.address()
    with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:
        said = json.load(answer)

    outcome = start.finish(wish)

    assert said["ok"] is True
    assert outcome == 0
    assert start.lines[-1] == "==> stopped\n"
    assert processes_of(checkout) == []
