"""`make check`: every rule of the house that needs no server, two at a time, each told by name with its seconds."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from tools.commands import manage, python
from tools.places import ROOT

AT_ONCE = 2
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
CHECKS = {
    "types": python("mypy"),
    "lint": python("ruff check ."),
    "format": python("ruff format --check ."),
    "import contracts": [sys.executable, "-c", LINT_IMPORTS],
    "dependencies": python("deptry ."),
    "lock files": python("tools.checks.lockfiles"),
    "migrations": manage("makemigrations --check --dry-run"),
    "Django's own checks": manage("check --fail-level WARNING"),
    "catalogues": python("tools.catalogues check"),
    "OpenAPI file": python("tools.checks.schema"),
    "promises of the API": python("tools.checks.promises"),
    "links": python("tools.checks.links"),
    "words": python("tools.checks.words"),
}


class Outcome(NamedTuple):
    """How a check ended."""

    name: str
    passed: bool
    words: str
    seconds: float


def run(name: str) -> Outcome:
    """Run one check; its words matter only when it fails."""
    began = time.monotonic()
    done = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    return Outcome(name, done.returncode == 0, done.stdout + done.stderr, time.monotonic() - began)


def main(wanted: list[str]) -> int:
    """Run those named, or all; 1 if any failed."""
    names = [name for name in CHECKS if not wanted or name in wanted]
    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for outcome in pool.map(run, names):
            print(f"{'ok    ' if outcome.passed else 'FAILED'} {outcome.name}  ({outcome.seconds:.1f} s)", flush=True)
            if not outcome.passed:
                failed += 1
                print(outcome.words.rstrip(), flush=True)
    print(f"==> {failed} of {len(names)} checks failed" if failed else f"==> all {len(names)} checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
