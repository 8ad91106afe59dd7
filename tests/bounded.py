"""Work done within bounds that the kernel keeps: a child of this process has so many megabytes and seconds, or dies.

Seconds are those of its own processor time, so that nothing depends on what else the machine does.
"""

import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

MEGABYTE = 1024 * 1024
ADDRESSES = Path("/proc/self/statm")
"""What this process holds already, on machines that say so; elsewhere only the seconds are bounded."""


def within(work: Callable[[], str], *, seconds: int, megabytes: int) -> str:
    """What the work says, done by a child. A sentence about its end where it went beyond its bounds."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _do(work, writer, seconds, megabytes)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as told:
        said = told.read()
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
    return said


def _do(work: Callable[[], str], writer: int, seconds: int, megabytes: int) -> None:
    """In the child: nothing of the parent's is ended or flushed by it."""
    said = "broken off by an error"
    try:
        _bound(seconds, megabytes)
        said = work()
    except MemoryError:
        said = "out of memory"
    finally:
        os.write(writer, said.encode())
        os._exit(0)


def _bound(seconds: int, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if ADDRESSES.exists():
        held = int(ADDRESSES.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + megabytes * MEGABYTE,) * 2)
