"""The processes we start: each in a group of its own, tied to our life, stopped in order, and never anybody else's."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.places import ROOT
from tools.voice import Voice

PATIENCE = 20
"""Seconds a child may take to stop before it is killed."""
TOGETHER = ("web", "worker", "beat")
"""These are asked to stop at once; the servers they use only after they are gone."""
EVERY = 5
"""Seconds between two words that a command goes on."""

Argument = str | Path


@dataclass(frozen=True)
class Child:
    """A process we started, and the signal that asks it to stop."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals
    listener: threading.Thread

    @property
    def runs(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None


class Children:
    """All processes of one start. `inherited` is the descriptor of the lock: free when the last of them is gone."""

    def __init__(self, voice: Voice, *, inherited: int, memo: Path) -> None:
        self.voice, self.inherited, self.memo = voice, inherited, memo
        self.all: list[Child] = []

    def start(
        self,
        name: str,
        command: Sequence[Argument],
        *,
        stop_signal: signal.Signals = signal.SIGTERM,
        env: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
        hear: Callable[[str], None] | None = None,
    ) -> Child:
        """Start a command; its lines are shown under its name, or given to `hear`."""
        process = subprocess.Popen(
            tied(command, stop_signal),
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
            pass_fds=(self.inherited, *pass_fds),
        )
        heard = hear or partial(self.voice.pass_on, name)
        listener = threading.Thread(target=listen, args=(process, heard), daemon=True)
        child = Child(name, process, stop_signal, listener)
        self.all.append(child)
        self.memo.write_text("".join(f"{each.process.pid}\n" for each in self.all), encoding="utf-8")
        listener.start()
        return child

    def run(
        self,
        name: str,
        command: Sequence[Argument],
        *,
        env: Mapping[str, str] | None = None,
        hear: Callable[[str], None] | None = None,
        goes_on: Callable[[], None] | None = None,
    ) -> bool:
        """Run a command to its end, saying that it goes on; True when it succeeded. A wish to stop ends it early."""
        child = self.start(name, command, env=env, hear=hear)
        said_at = time.monotonic()
        while child.runs and not self.voice.stop.wait(0.02):
            if goes_on and time.monotonic() - said_at >= EVERY:
                goes_on()
                said_at = time.monotonic()
        if child.runs:
            return False
        self.all.remove(child)
        child.listener.join(PATIENCE)
        return child.process.returncode == 0

    def fallen(self) -> list[str]:
        """The names of children that stopped by themselves."""
        return [child.name for child in self.all if not child.runs]

    def forget(self, child: Child) -> None:
        """A child that stopped and is not missed."""
        bury(child)
        self.all.remove(child)

    def stop(self) -> None:
        """Stop all, in the reverse order of their start."""
        for child in reversed(self.all):
            if child.name in TOGETHER:
                ask(child)
        for child in reversed(self.all):
            ask(child)
            if not self._ended(child):
                self.voice.say(f"{child.name} is slow to stop and is killed")
            bury(child)
        self.all.clear()
        self.memo.unlink(missing_ok=True)

    def _ended(self, child: Child) -> bool:
        try:
            child.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return False
        return True


def listen(process: subprocess.Popen[bytes], hear: Callable[[str], None]) -> None:
    """Give each line to whoever hears it."""
    for line in process.stdout or ():
        hear(line.decode(errors="replace").rstrip())


def tied(command: Sequence[Argument], stop_signal: signal.Signals) -> list[str]:
    """The command, begun so that it dies with us."""
    launcher = [sys.executable, "-I", "-S", str(ROOT / "tools" / "child.py"), str(os.getpid()), stop_signal.name]
    return [*launcher, *map(str, command)]


def ask(child: Child) -> None:
    """Ask a child to stop."""
    if child.runs:
        child.process.send_signal(child.stop_signal)


def bury(child: Child) -> None:
    """Kill what is left of a child's group: workers outlive a master that was killed."""
    try:
        os.killpg(child.process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    finally:
        child.process.wait()


def command_line(pid: int) -> str:
    """The command line of any process, or nothing when there is none."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()
