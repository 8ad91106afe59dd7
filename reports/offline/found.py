"""What was found in a file that came back, before anybody asks what it means."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from foundation.errors import Sentence
from reports.offline.manifest import Manifest

Value = str | int | float | Decimal | bool | date | datetime | None


@dataclass(frozen=True)
class Found:
    """What stands at one reference: the answer, the day and the mark beside it, and where in the file.

    `problem` says why it cannot be read; the answer is then as it was typed.
    """

    reference: str
    where: str
    answer: Value
    day: Value = None
    mark: Value = None
    day_at: str = ""
    mark_at: str = ""
    """Where these two stand, if they have places of their own."""
    problem: Sentence | None = None


@dataclass(frozen=True)
class Filled:
    """A form that came back. `stray` stands in it outside the fields of the form: (where, text)."""

    manifest: Manifest
    found: Sequence[Found]
    stray: Sequence[tuple[str, str]] = field(default_factory=tuple)
