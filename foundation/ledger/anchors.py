"""Heads of the chain kept outside PostgreSQL: without them nobody could tell a chain cut or made anew.

An anchor is one line of an append-only file and of the log, signed with a key that the database never sees.
"""

import fcntl
import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from foundation.ledger.selectors import Fault, Head, faults_of_the_chain, hashes_of, head

LONGEST_LINE = 4096
log = logging.getLogger("ledger.anchor")


class LedgerBrokenError(Exception):
    """The chain no longer holds what was anchored."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head as it stood at a moment (UTC, ISO 8601), with our signature."""

    at: str
    block: int
    hash: str
    signature: str

    @property
    def is_ours(self) -> bool:
        """Whether the signature is that of our key."""
        return hmac.compare_digest(str(self.signature).encode(), _sign(self.at, Head(self.block, self.hash)).encode())


def anchor_head(now: datetime) -> Anchor | None:
    """Anchor the present head unless the last anchor holds it already; None when there is nothing new.

    Raises `LedgerBrokenError`, and anchors nothing, when the chain does not hold the last anchor.
    """
    path = Path(settings.LEDGER_ANCHOR_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last_of(path)
        _check_held(last)
        present = head()
        if present is None or (last is not None and last.block == present.block):
            return None
        at = now.astimezone(UTC).isoformat()
        anchor = Anchor(at, present.block, present.hash, _sign(at, present))
        # A line torn by a crash stays as it is, for somebody to look at; ours begins on a line of its own.
        file.write("" if _tail(path)[-1:] in {b"", b"\n"} else "\n")
        file.write(json.dumps(asdict(anchor)) + "\n")
    log.info("anchor %s", json.dumps(asdict(anchor)))
    return anchor


def last_anchor() -> Anchor | None:
    """The last head that was anchored under our key; None where there is no file of anchors."""
    path = Path(settings.LEDGER_ANCHOR_FILE)
    return _last_of(path) if path.exists() else None


def faults() -> list[Fault]:
    """Every fault of the ledger that the chain or its anchors show; an empty list when all is as it was sealed."""
    anchors = list(read_anchors(Path(settings.LEDGER_ANCHOR_FILE)))
    return [*faults_of_the_chain(), *_faults_by(anchors)]


def read_anchors(path: Path) -> Iterator[Anchor | None]:
    """The anchors in the order of the file; None for a line that is not one."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield _parse(line)


def _parse(line: str) -> Anchor | None:
    try:
        return Anchor(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _faults_by(anchors: list[Anchor | None]) -> Iterator[Fault]:
    """What the anchors show: forged lines, and the first anchored block that is gone or another."""
    yield from (
        Fault("anchor_line_not_ours", line=number)
        for number, anchor in enumerate(anchors, start=1)
        if anchor is None or not anchor.is_ours
    )
    ours = [anchor for anchor in anchors if anchor is not None and anchor.is_ours]
    if not ours and (present := head()) is not None:
        yield Fault("no_anchor_yet", present.block)
    stored = hashes_of({anchor.block for anchor in ours})
    for anchor in ours:
        if stored.get(anchor.block) != anchor.hash:
            problem = "anchored_block_is_another" if anchor.block in stored else "anchored_block_is_gone"
            yield Fault(problem, anchor.block)
            return


def _last_of(path: Path) -> Anchor | None:
    lines = _tail(path).decode(errors="replace").splitlines()
    last = _parse(lines[-1]) if lines else None
    return last if last is not None and last.is_ours else None


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_LINE))
        return file.read()


def _check_held(anchor: Anchor | None) -> None:
    if anchor is not None and hashes_of({anchor.block}).get(anchor.block) != anchor.hash:
        log.critical("the ledger no longer holds its anchor of block %s made at %s", anchor.block, anchor.at)
        raise LedgerBrokenError(f"The ledger no longer holds its anchor of block {anchor.block} made at {anchor.at}.")


def _sign(at: str, anchored: Head) -> str:
    text = f"1 {at} {anchored.block} {anchored.hash}"
    return hmac.new(settings.LEDGER_ANCHOR_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
