"""What the repository holds: the files git knows, as text."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.places import ROOT


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or will be in git, in order."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file()))


def texts(*suffixes: str) -> Iterator[tuple[Path, str]]:
    """Files with their text; those that are no text are left out."""
    for path in files():
        if not suffixes or path.suffix in suffixes:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def short(path: Path) -> str:
    """A path as people say it."""
    return str(path.relative_to(ROOT))
