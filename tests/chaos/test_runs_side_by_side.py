"""`make run` beside others: it stops what it started and nothing else, and a second start keeps what was written."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.chaos.starting import Start, copy_of_this_checkout, of_checkout, processes_of
from tools.children import command_line

pytestmark = pytest.mark.chaos
ONLY_THE_FIRST_TIME = ("creating the database cluster", "loading the reference data", "loading the demonstration")
SETTINGS = "khartoum.settings.development"
BYSTANDER = "import signal; print('here', flush=True); signal.pause()"
WRITE = "from foundation.accounts.models import User; User.objects.create_user('between@example.org')"
READ = "from foundation.accounts.models import User; print(User.objects.filter(email='between@example.org').count())"


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    return copy_of_this_checkout(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def second(tmp_path_factory) -> Path:
    return copy_of_this_checkout(tmp_path_factory.mktemp("second"))


@pytest.fixture
def starts():
    """What a test started ends with it, whatever it found."""
    started: list[Start] = []
    yield started
    for one in started:
        if one.process.poll() is None:
            one.finish(signal.SIGTERM)


@pytest.fixture
def bystander(first):
    """A process of somebody else that works in the same folder."""
    process = subprocess.Popen([sys.executable, "-c", BYSTANDER], cwd=first, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "here\n"
    yield process
    process.kill()
    process.wait()


def free_port() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


def readyz(address: str) -> dict:
    with urllib.request.urlopen(f"{address}/readyz", timeout=30) as answer:
        return json.load(answer)


def in_shell(checkout: Path, code: str) -> str:
    """What Python says in the running checkout, as the app's role."""
    lines = (checkout / ".run" / "env").read_text(encoding="utf-8").splitlines()
    env = {**os.environ, **dict(line.split("=", 1) for line in lines), "DJANGO_SETTINGS_MODULE": SETTINGS}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    return subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, check=True).stdout.strip()


def lasting(checkout: Path) -> set[tuple[int, str]]:
    """What it started and keeps, by number and command: all but the command that prints the accounts, and ends."""
    noted = map(int, (checkout / ".run" / "children").read_text(encoding="utf-8").split())
    commands = {(number, command_line(number)) for number in noted}
    return {(number, line) for number, line in commands if line and "demonstration_accounts" not in line}


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_two_checkouts_answer_at_once_and_stopping_one_stops_nothing_of_others(wish, first, second, bystander, starts):
    ports = [free_port(), free_port()]
    starts += [Start(first, port=ports[0]), Start(second, port=ports[1])]
    addresses = [start.address() for start in starts]
    both = [readyz(address)["ok"] for address in addresses]
    of_the_other = lasting(second)

    outcome = starts[0].finish(wish)

    assert addresses == [f"http://127.0.0.1:{port}" for port in ports]
    assert (both, outcome) == ([True, True], 0)
    assert [*of_checkout(first)] == [bystander.pid]
    assert bystander.poll() is None
    assert len(of_the_other) >= 5
    assert of_the_other <= lasting(second)
    assert readyz(addresses[1])["ok"] is True
    with pytest.raises(urllib.error.URLError):
        readyz(addresses[0])


def test_a_second_start_keeps_what_was_written_and_makes_nothing_anew(first, starts):
    starts.append(Start(first, port=free_port()))
    starts[0].address()
    in_shell(first, WRITE)
    starts[0].finish(signal.SIGTERM)

    starts.append(Start(first, port=free_port()))
    starts[1].address()

    assert in_shell(first, READ) == "1"
    assert [line for line in starts[1].lines if any(words in line for words in ONLY_THE_FIRST_TIME)] == []
    assert starts[1].finish(signal.SIGTERM) == 0
    assert processes_of(first) == []
