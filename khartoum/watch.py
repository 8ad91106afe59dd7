"""Runs worker or beat, and starts it anew when it ends or falls silent: `python -m khartoum.watch celery ..`.

A process manager sees that a process has ended; it does not see that one hangs. So the process touches a file again and
again (`khartoum.pulse`): whoever is silent for too long, or ends no task while tasks wait, is killed with all its
children. Silence counts only while the broker answers: without one there is nothing to do, and no reason to begin anew.
It needs the standard library and the client of the broker, and nothing of the product.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from redis import Redis, RedisError

LOOK = 1.0
"""Seconds between two looks. Looks are counted, not time: whoever was stopped together with us is not silent."""
SILENT = 30
"""Looks without a touch, after which a process that lived is killed."""
STARTING = 180
"""The same for one that has just been started, and for one that ends no task: longer than a task may take."""
PAUSE = 2
BROKER_TIMEOUT = 2
QUEUES = ("celery", "celery\x06\x166")
"""The bells that wait: those of highest priority, and all others."""


class Watched:
    """The process, its two files, and for how many looks each stood still."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self.command, self.pulse, self.done = command, folder / "pulse", folder / "done"
        self.start()

    def start(self) -> None:
        """Start it, in a group of its own."""
        for file in (self.pulse, self.done):
            file.unlink(missing_ok=True)
        self.heard = self.ended = 0.0
        self.silent = self.idle = 0
        told = {"KHARTOUM_PULSE": str(self.pulse), "KHARTOUM_DONE": str(self.done), "KHARTOUM_WATCH": str(os.getpid())}
        self.process = subprocess.Popen(self.command, env={**os.environ, **told}, process_group=0)  # noqa: S603 -- what we were given

    def listen(self) -> None:
        """Look at both files once, and at what waits."""
        heard, ended, waiting = touched(self.pulse), touched(self.done), bells_waiting()
        self.silent = 0 if heard > self.heard or waiting is None else self.silent + 1
        self.idle = 0 if ended > self.ended or not waiting else self.idle + 1
        self.heard, self.ended = heard, ended

    @property
    def is_lost(self) -> bool:
        """Whether it hangs."""
        return self.silent > (SILENT if self.heard else STARTING) or (self.heard > 0 and self.idle > STARTING)

    def bury(self) -> None:
        """Kill what is left of it: the processes of its pool outlive a master that is gone."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def touched(file: Path) -> float:
    """When a file was last touched; 0 when it is not there."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def bells_waiting() -> int | None:
    """How many bells wait at the broker; None when it does not answer."""
    address = os.environ.get("REDIS_URL", "").replace("redis+socket://", "unix://").replace("?virtual_host=", "?db=")
    try:
        with Redis.from_url(address, socket_timeout=BROKER_TIMEOUT, socket_connect_timeout=BROKER_TIMEOUT) as broker:
            return sum(int(broker.llen(queue)) for queue in QUEUES)
    except (RedisError, OSError, ValueError):
        return None


def watch(command: Sequence[str]) -> int:
    """Keep it running until we are asked to stop; the code of one that ended before it ever lived."""
    wishes: list[int] = []
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, lambda number, _frame: wishes.append(number))
    with tempfile.TemporaryDirectory(prefix="kh-pulse-") as folder:
        watched = Watched(command, Path(folder))
        while not wishes:
            time.sleep(LOOK)
            watched.listen()
            code = watched.process.poll()
            if wishes or (code is None and not watched.is_lost):
                continue
            watched.bury()
            if code is not None and not watched.heard:
                return code
            say("hung and is started anew" if code is None else "ended by itself and is started anew")
            time.sleep(PAUSE)
            watched.start()
        watched.process.send_signal(signal.SIGTERM)
        watched.process.wait()
        watched.bury()
    return 0


def say(words: str) -> None:
    """A line beside those of the logs."""
    print(f"watch: the process {words}", flush=True)  # noqa: T201 -- it speaks to whoever runs it


if __name__ == "__main__":
    sys.exit(watch([sys.executable, "-m", *sys.argv[1:]]))
