"""Installs the locked packages with pip and says every few seconds how far it is, for this takes minutes.

Pip's own progress names the addresses it downloads from; its warnings and errors come through as they are. It runs in
an environment that has nothing but pip yet: the standard library is all it needs.
"""

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

EVERY = 5
"""Seconds between two lines."""
PIP = "pip install --progress-bar off --disable-pip-version-check --no-input --require-hashes -r"
PACKAGE = re.compile(r"^[^\s#]\S*==", re.MULTILINE)
COLLECTING, INSTALLING = "Collecting ", "Installing collected packages"


class Progress:
    """How far pip is, from the lines it writes."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.collected, self.is_installing = wanted, 0, False

    def read(self, lines: Iterable[str]) -> None:
        """Until pip has no more to say."""
        for line in lines:
            self.collected += line.startswith(COLLECTING)
            self.is_installing = self.is_installing or line.startswith(INSTALLING)

    def __str__(self) -> str:
        if self.is_installing:
            return f"writing {self.wanted} packages into .venv"
        return f"collected {self.collected} of {self.wanted} packages"


def packages_in(lock: str) -> int:
    """How many packages a requirements file names: each begins a line, its hashes are indented."""
    return len(PACKAGE.findall(lock))


def main() -> int:
    """Run pip to its end; its status is ours. A wish to stop is passed on to it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    (lock,) = sys.argv[1:]
    progress = Progress(packages_in(Path(lock).read_text(encoding="utf-8")))
    command = [sys.executable, "-u", "-m", *PIP.split(), lock]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as pip:
        try:
            return told(pip, progress)
        except KeyboardInterrupt:
            return 128 + signal.SIGINT
        finally:
            pip.terminate()


def told(pip: "subprocess.Popen[str]", progress: Progress) -> int:
    """The status of pip, once it has ended; a line every few seconds until then."""
    began = time.monotonic()
    reader = threading.Thread(target=progress.read, args=(pip.stdout or (),), daemon=True)
    reader.start()
    while True:
        reader.join(EVERY)
        if not reader.is_alive():
            return pip.wait()
        print(f"==> {progress}  ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    sys.exit(main())
