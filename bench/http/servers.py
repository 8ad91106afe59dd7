"""The two servers of the bench, each with two workers, and what their processes use of the CPU."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from tools import commands
from tools.places import ROOT, RUN

PEERS = RUN / "peers"
WANTED = Path(__file__).parent / "requirements.txt"
QUICK = (
    "uvicorn bench.http.with_fastapi:app --workers 2 --loop uvloop --http httptools --no-access-log --log-level error"
)
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 120
"""Seconds until a server answers, at most."""


def install_peers() -> None:
    """Put what the page is compared with into a folder of its own. Raises `CalledProcessError`."""
    kept = PEERS / WANTED.name
    if kept.exists() and kept.read_bytes() == WANTED.read_bytes():
        return
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--upgrade"]
    subprocess.run([*pip, "--target", str(PEERS), "-r", str(WANTED)], check=True)
    kept.write_bytes(WANTED.read_bytes())


class Server:
    """Runs while the block lasts."""

    def __init__(self, command: str, env: dict[str, str], log: Path) -> None:
        self.port = _free_port()
        self.command = commands.python(command.format(port=self.port))
        self.env = {**os.environ, **env, "PYTHONPATH": os.pathsep.join((str(ROOT), str(PEERS)))}
        self.log = log

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while not self._listens():
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)
        while not _family(self.process.pid)[1:]:
            time.sleep(0.1)  # its master listens before there is a worker
        return self

    def __exit__(self, *_raised: object) -> None:
        self.process.terminate()
        self.process.wait(60)

    def seconds(self) -> float:
        """Of CPU that it and its workers have used."""
        return sum(_used(pid) for pid in _family(self.process.pid))

    def worker(self) -> int:
        """The one process that answers, where there is one."""
        _master, worker = _family(self.process.pid)
        return worker

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _used(pid: int) -> float:
    """Seconds of all its threads."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS
