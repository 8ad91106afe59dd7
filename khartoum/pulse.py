"""What worker and beat do so that the watch over them (`khartoum.watch`) hears them, and so that they end with it."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from celery import bootsteps
from celery.beat import Scheduler
from celery.signals import beat_init, task_postrun, worker_init, worker_process_init

EACH = 5
"""Seconds between two touches."""
PR_SET_PDEATHSIG = 1


def touch(name: str = "KHARTOUM_PULSE") -> None:
    """Say that this process lives; nothing where nobody watches."""
    if file := os.environ.get(name):
        Path(file).touch()


class PulseOfWorker(bootsteps.StartStopStep):
    """Touches the file from the loop that takes tasks, as long as that is connected to its broker."""

    requires = {"celery.worker.consumer.tasks:Tasks"}

    def __init__(self, parent: Any, **given: Any) -> None:
        super().__init__(parent, **given)
        self.timer: Any = None

    def start(self, parent: Any) -> None:
        """At each connection to the broker."""
        touch()
        self.timer = parent.timer.call_repeatedly(EACH, touch)

    def stop(self, parent: Any) -> None:  # noqa: ARG002 -- celery's signature
        """At the end of each."""
        if self.timer is not None:
            self.timer.cancel()


class PulseOfBeat(Scheduler):
    """The plain schedule, kept in code; each tick touches the file."""

    ahead: float | None = None
    """Seconds by which the clock on the wall is ahead of the one that nobody sets, at the last tick."""

    def tick(self, *given: Any, **named: Any) -> Any:
        """Ring what is due, and say so; seconds until the next tick."""
        self._count_anew_after_a_step_back()
        wait = super().tick(*given, **named)
        touch()
        return min(wait, EACH)

    def _count_anew_after_a_step_back(self) -> None:
        """The plain schedule would be silent until the clock is where it was again: for an hour, perhaps."""
        before, self.ahead = self.ahead, time.time() - time.monotonic()
        if before is not None and self.ahead < before - EACH:
            for entry in self.schedule.values():
                entry.last_run_at = self.app.now()
            self.populate_heap()


@task_postrun.connect(dispatch_uid="khartoum.pulse.done")
def a_task_ended(**_kwargs: object) -> None:
    """A worker that takes none of the tasks that wait is of no use, however well its loop turns."""
    touch("KHARTOUM_DONE")


@worker_init.connect(dispatch_uid="khartoum.pulse.worker")
@beat_init.connect(dispatch_uid="khartoum.pulse.beat")
def end_with_the_watch(**_kwargs: object) -> None:
    """Nobody goes on without the watch that would start another beside it."""
    if watch := os.environ.get("KHARTOUM_WATCH"):
        _end_with_parent()
        if os.getppid() != int(watch):
            sys.exit("the watch is gone")


@worker_process_init.connect(dispatch_uid="khartoum.pulse.pool")
def end_with_the_master(**_kwargs: object) -> None:
    """No process of the pool outlives its master: nobody would hear what came of its task."""
    _end_with_parent()


def _end_with_parent() -> None:
    """Ask the kernel for the end when our parent is gone, even by kill -9. Only Linux knows such a tie."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
