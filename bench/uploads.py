"""What refusing a hostile upload costs: seconds of CPU and megabytes, each in a process of its own."""

import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.foundation.uploads import files
from tools.places import ROOT

MOST_SECONDS, MOST_MEGABYTES, ROUNDS = 2.0, 200, 7
BOMBS = {
    "zip bomb of 300 MB": lambda: files.zip_bomb(300),
    "zip bomb whose directory lies": lambda: files.lying_bomb(300),
    "entities that swell": files.entity_bomb,
}
HONEST = {
    "a document": files.docx_file,
    "a document that unpacks to 59 MB": lambda: files.with_parts(
        files.docx_file(), {"word/x.xml": b"<x/>\n" * 12_300_000}
    ),
}
ONE = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from foundation.errors import RuleBroken
from foundation.uploads import examine
content = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF)
try:
    examine(content, name="a.docx")
    outcome = "taken"
except RuleBroken:
    outcome = "refused"
after = resource.getrusage(resource.RUSAGE_SELF)
seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(seconds, (after.ru_maxrss - before.ru_maxrss) / 1024, outcome)
"""


def measure(file):
    """Seconds of CPU, megabytes above the idle process, and what became of the file."""
    done = subprocess.run([sys.executable, "-c", ONE, str(file)], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes, outcome = done.stdout.split()
    return float(seconds), float(megabytes), outcome


def main():
    """Print median and range for each file; 1 if one was not refused within its bounds."""
    failed = 0
    with TemporaryDirectory() as folder:
        for name, make in (BOMBS | HONEST).items():
            file = Path(folder, "file")
            file.write_bytes(make())
            seconds, megabytes, outcomes = zip(*(measure(file) for _round in range(ROUNDS)), strict=True)
            wanted = "taken" if name in HONEST else "refused"
            good = set(outcomes) == {wanted} and max(seconds) <= MOST_SECONDS and max(megabytes) <= MOST_MEGABYTES
            failed += not good
            print(
                f"{'ok    ' if good else 'FAILED'} {name}: {outcomes[0]}, {median(seconds):.2f} s"
                f" ({min(seconds):.2f}-{max(seconds):.2f}), {median(megabytes):.0f} MB"
                f" ({min(megabytes):.0f}-{max(megabytes):.0f})"
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
