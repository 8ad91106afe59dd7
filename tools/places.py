"""Where things lie in a checkout, and the short private folders outside it: sockets, test databases in memory."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / ".run"
NOBODY = 65534


NO_SPACE = "No space left on device"
"""What the system and PostgreSQL say, in the language that we start them in."""
ROOM = 4 * 1024 * 1024
"""Bytes below which a disk is full: PostgreSQL gives back what it could not fill."""
FULL = "no space is left on the disk: make room, then start again; what was not finished is done again then"


class StartError(Exception):
    """The start cannot go on; the sentence says what to do."""


def is_full(said: str) -> bool:
    """Whether the words of what failed, or the disk itself, tell that there is no space left."""
    return NO_SPACE in said or any(shutil.disk_usage(place).free < ROOM for place in (ROOT, RUN) if place.exists())


def run_folder(folder: Path) -> Path:
    """The folder for what runs, made where it is missing. Raises `StartError` where nothing can be written there."""
    try:
        folder.mkdir(exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        sentence = f"nothing can be written to {folder} ({error.strerror}): make it a folder of yours, or remove it"
        raise StartError(sentence) from error
    return folder


def private_folder(memo: Path, *, within: Path | None = None) -> Path:
    """A folder of our own, 0700, whose name is kept in `memo`; made again when it is gone or not ours.

    Never inside the checkout: a socket's path holds 107 bytes at most, and a checkout may lie deeper. It lies `within`
    that folder, or where temporary files do.
    """
    if (kept := _kept_folder(memo)) is not None:
        return kept
    folder = Path(tempfile.mkdtemp(prefix="kh-", dir=within))
    give_to_postgres(folder)
    fresh = memo.with_suffix(".new")
    fresh.write_text(str(folder), encoding="utf-8")
    fresh.replace(memo)
    return folder


def remove_private_folder(memo: Path) -> None:
    """Nothing of ours stays outside the checkout."""
    if (folder := _kept_folder(memo)) is not None:
        shutil.rmtree(folder, ignore_errors=True)
    memo.unlink(missing_ok=True)


def give_to_postgres(folder: Path) -> None:
    """Hand a folder to the user PostgreSQL runs as when we are root; otherwise it is ours and stays so."""
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)


def postgres_owner() -> int:
    """The uid that PostgreSQL runs as."""
    return NOBODY if os.geteuid() == 0 else os.geteuid()


def _kept_folder(memo: Path) -> Path | None:
    """The folder of an earlier start, if it still is a real folder, private and ours."""
    try:
        folder = Path(memo.read_text(encoding="utf-8"))
        found = folder.lstat()
    except (OSError, ValueError):
        return None
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == stat.S_IRWXU
    return folder if private and found.st_uid == postgres_owner() else None
