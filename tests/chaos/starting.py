"""Checkouts of their own, and `make run` in them, for the tests that start, stop and kill it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tools.children import command_line
from tools.places import ROOT

PATIENCE = 180


def copy_of_this_checkout(home: Path) -> Path:
    """What git knows of, as it stands here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, home / name)
    return home


class Start:
    """One `make run` (without make) in a session of its own, read line by line."""

    def __init__(self, checkout: Path, *, port: str = "") -> None:
        env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "PORT"}}
        command = [sys.executable, "-m", "tools.run"]
        self.process = subprocess.Popen(
            command,
            cwd=checkout,
            env={**env, "PORT": port} if port else env,
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

    def address(self) -> str:
        """Once it is ready."""
        address = re.search(r"http://[\d.:]+", self.read_until("ready: "))[0]
        self.read_until("password for all of them")
        return address

    def finish(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.lines += self.process.stdout
        return self.process.wait(PATIENCE)


def processes_of(checkout: Path) -> list[str]:
    """Everything that runs out of this checkout, by command line or working folder."""
    return sorted(of_checkout(checkout).values())


def of_checkout(checkout: Path) -> dict[int, str]:
    """The same, by number."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            where = str((folder / "cwd").readlink())
        except OSError:
            where = ""
        line = command_line(int(folder.name))
        if str(checkout) in line or where == str(checkout):
            found[int(folder.name)] = line
    return found


def wait_until_nothing_runs(checkout: Path) -> None:
    until = time.monotonic() + 30
    while (left := processes_of(checkout)) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []
