"""One start per checkout: a lock that every child inherits, so it is free only when the last of them is gone."""

import fcntl
import os
import signal
import time
from pathlib import Path
from typing import IO

from tools.children import command_line
from tools.places import ROOT, StartError
from tools.voice import Voice

TRIES = 150
PAUSE = 0.2
AFTER_A_WHILE = 15


def take_lock(path: Path, *, children: Path, voice: Voice) -> IO[str]:
    """The lock of this checkout, waiting while an earlier run still stops. Raises `StartError` if one is running.

    It names its holder by number and command line: a number alone may live again as somebody else.
    """
    file = path.open("a+", encoding="utf-8")
    for attempt in range(TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            _look_at_holder(file, attempt, children, voice)
            time.sleep(PAUSE)
            continue
        file.truncate(0)
        file.write(f"{os.getpid()}\n{command_line(os.getpid())}")
        file.flush()
        return file
    sentence = f"processes of an earlier run do not stop; `fuser {path}` shows them"
    raise StartError(sentence)


def _look_at_holder(file: IO[str], attempt: int, children: Path, voice: Voice) -> None:
    """Say who holds the lock; where the kernel did not end the orphans of a killed run, end those we know."""
    file.seek(0)
    holder, _, command = file.read().partition("\n")
    if holder.isdigit() and command_line(int(holder)) == command:
        sentence = f"this checkout is running already (process {holder}); stop it first, with Ctrl-C in its terminal"
        raise StartError(sentence)
    if attempt == 0:
        voice.say("an earlier run is still stopping")
    if attempt == AFTER_A_WHILE and children.exists():
        for pid in map(int, children.read_text(encoding="utf-8").split()):
            if str(ROOT) in command_line(pid):
                os.kill(pid, signal.SIGTERM)
