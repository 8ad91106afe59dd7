"""`make run` killed at any point: nothing is left running, and the next start repairs what the kill left."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tools.children import command_line
from tools.places import ROOT

pytestmark = pytest.mark.chaos
PATIENCE = 180
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
    home = tmp_path_factory.mktemp("another checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, home / name)
    return home


class Start:
    """One `make run` (without make) in a session of its own, read line by line."""

    def __init__(self, checkout: Path) -> None:
        env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "PORT"}}
        command = [sys.executable, "-m", "tools.run"]
        self.process = subprocess.Popen(
            command,
            cwd=checkout,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []

    def read_until(self, words: str) -> str:
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                return line
        raise AssertionError(f"{words!r} was never said:\n{''.join(self.lines)}")

    def finish(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.lines += self.process.stdout
        return self.process.wait(PATIENCE)


def processes_of(checkout: Path) -> list[str]:
    """Everything that runs out of this checkout, by command line or working folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            where = str((folder / "cwd").readlink())
        except OSError:
            where = ""
        line = command_line(int(folder.name))
        if str(checkout) in line or where == str(checkout):
            found.append(line)
    return found


def wait_until_nothing_runs(checkout: Path) -> None:
    until = time.monotonic() + 30
    while (left := processes_of(checkout)) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_nothing_running(moment, checkout):
    start = Start(checkout)
    start.read_until(moment)

    start.finish(signal.SIGKILL)

    wait_until_nothing_runs(checkout)


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_the_next_start_answers_with_all_data_and_stops_when_asked(wish, checkout):
    start = Start(checkout)
    address = re.search(r"http://[\d.:]+", start.read_until("ready: "))[0]
    start.read_until("password for all of them")
    with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:
        said = json.load(answer)

    outcome = start.finish(wish)

    assert said["ok"] is True
    assert outcome == 0
    assert start.lines[-1] == "==> stopped\n"
    assert processes_of(checkout) == []
