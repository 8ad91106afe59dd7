"""What an answer may look like, kind by kind: asked by forms and by the service that writes answers."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from babel import Locale
from django.utils.translation import gettext_lazy as _

from actionplan.enums import MilestoneState
from foundation.errors import RuleBroken
from foundation.inputs import can_be_seen
from foundation.wording import localdate, localnumber
from reports.enums import LISTS, QuestionKind
from reports.links import link_in

LONGEST = {
    QuestionKind.SHORT_TEXT: 300,
    QuestionKind.INDICATOR_VALUES: 300,
    QuestionKind.LONG_TEXT: 20_000,
    **dict.fromkeys(LISTS, 4_000),
    QuestionKind.LINKS: 1_300,
}
CHOICES = {QuestionKind.YES_NO: ("yes", "no"), QuestionKind.AGREEMENT: ("agree", "add")}
MILESTONE = re.compile(r"([a-z]{1,16})(?: ([0-9]{4}-[0-9]{2}-[0-9]{2}))?", re.ASCII)
"""How a milestone is answered: its state, then the day it was or will be reached, `reached 2026-03-01`."""
FIRST_CLOCK = timedelta(hours=14)
"""How far the first clock on earth to begin a day is ahead of UTC."""
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)
LONG_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
DIGITS = {
    **{ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)},
    ord("٫"): ".",
    ord("−"): "-",
}
"""Numbers as Arabic and Persian write them: their digits and the Arabic decimal separator. And the sign for minus."""
GROUPS = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f\u066c'’](?=[0-9]{3}(?![0-9]))", re.ASCII)
"""What stands between thousands and can mean nothing else: spaces, as French writes them, the Arabic separator."""
DECIMALS = re.compile(r"^([+-]?[0-9]+),(?=[0-9]+$)(?![0-9]{3}$)", re.ASCII)
"""A comma that can only be a decimal mark: one before three digits may part thousands, and is asked about."""
FIGURE = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?", re.ASCII)
NO_NUMBER = _("Write a number in digits, without separators between thousands, with a point before decimals.")
TOO_LONG = _("A number has at most 15 digits before the decimals, and 6 decimals: round it.")
KEPT = {"\n", "\t", "\u200c", "\u200d", "\u200e", "\u200f"}
"""Control and format characters that belong to a text; the last four are needed in Arabic."""
LONGEST_REASON = 2_000
ISO_CODE = 2
"""Letters of a code of ISO 639-1."""


def clean_text(text: str) -> str:
    """The text with one kind of line break and nothing at its ends; none where nothing of it is seen.

    Raises `RuleBroken` for what no text holds.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in plain if char not in KEPT):
        raise RuleBroken(_("This text holds characters that cannot be stored. Type it again."))
    return plain if can_be_seen(plain) else ""


def is_language(code: str) -> bool:
    """A language of ISO 639-1 that has a name."""
    return len(code) == ISO_CODE and code in Locale("en").languages


def answer_kind(kind: str, *, in_words: bool = False) -> str:
    """What one answer to a question of this kind looks like: the value of an indicator is a number, or one line."""
    if kind == QuestionKind.INDICATOR_VALUES:
        return QuestionKind.SHORT_TEXT if in_words else QuestionKind.NUMBER
    return kind


def as_written(kind: str, text: str) -> str:
    """How this text is stored as an answer of this kind, if it may be, by whichever way it comes.

    A number has one writing, so that the same value is no difference: digits 0 to 9, a point before decimals, a minus
    where it is below zero; no plus, no zero before the first or after the last digit that counts, nothing between
    thousands. `1234.5` for `1 234,50`, `5` for `+5` and `٥`, `12` for `00012`, `0` for `-0`. Each page shows it as its
    reader's language writes numbers.
    """
    plain = clean_text(text)
    return as_number(plain) if kind == QuestionKind.NUMBER else plain


def as_number(plain: str) -> str:
    """The one writing of a number, as said above; what is none stays as it was written."""
    said = DECIMALS.sub(r"\1.", GROUPS.sub("", plain.translate(DIGITS)))
    found = FIGURE.fullmatch(said)
    if found is None:
        return said
    whole, decimals = found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
    number = f"{whole}.{decimals}" if decimals else whole
    return f"-{number}" if found[1] == "-" and number != "0" else number


def clean_answer(kind: str, text: str, *, choices: tuple[str, ...] = ()) -> str:
    """The answer as it is stored; empty is always possible. Raises `RuleBroken` with a sentence."""
    plain = as_written(kind, text)
    if not plain:
        return ""
    allowed = choices or CHOICES.get(QuestionKind(kind), ())
    if allowed and plain not in allowed:
        raise RuleBroken(_("Choose one of the answers offered."))
    if kind == QuestionKind.NUMBER and not NUMBER.fullmatch(plain):
        raise RuleBroken(TOO_LONG if LONG_NUMBER.fullmatch(plain) else NO_NUMBER)
    if kind == QuestionKind.MILESTONES:
        return _clean_milestone(plain)
    if kind == QuestionKind.LINKS:
        link_in(plain)
    longest = LONGEST.get(QuestionKind(kind))
    return plain if longest is None else no_longer(plain, longest)


def milestone_parts(text: str) -> tuple[str, str]:
    """The state and the day (ISO, or nothing) of a milestone's answer."""
    state, _space, day = text.partition(" ")
    return state, day


def _clean_milestone(text: str) -> str:
    found = MILESTONE.fullmatch(text)
    if found is None or found[1] not in MilestoneState.values:
        raise RuleBroken(_("Choose a state for this milestone, and a day as year, month and day."))
    state, day = found[1], found[2] or ""
    if day:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise RuleBroken(_("There is no such day.")) from None
    if state == MilestoneState.REACHED and not day:
        raise RuleBroken(_("Say on which day it was reached."))
    return text if state != MilestoneState.DROPPED else state


def first_day(*begun: date | None, noted: date | None) -> date | None:
    """The first day on which a milestone can have been reached; None where the plan knows no beginning.

    Work may begin before its plan, and a plan may note as reached what came before both: the earliest of these counts.
    """
    known = [day for day in begun if day]
    return min([*known, *([noted] if noted else [])]) if known else None


def check_reached(text: str, now: datetime, *, begun_on: date | None) -> None:
    """Raise `RuleBroken` for a milestone reached on a day that has not begun anywhere at `now` (UTC), or too early.

    `begun_on` is the first day on which it can have been reached, where the plan knows one.
    """
    state, day = milestone_parts(text)
    if state != MilestoneState.REACHED:
        return
    reached_on = date.fromisoformat(day)
    if reached_on > (now + FIRST_CLOCK).date():
        raise RuleBroken(_("This day lies ahead: choose “planned”, or the day on which it was reached."))
    if begun_on is not None and reached_on < begun_on:
        raise RuleBroken(
            _(
                "By the plan, work began on %(day)s: correct this day, and look at its year. If it is right, tell the "
                "Secretariat, which can correct the plan."
            )
            % {"day": localdate(begun_on)}
        )


def clean_reason(text: str, *, field: str = "reason") -> str:
    """A reason that was given. Raises `RuleBroken` for an empty one or one that is too long."""
    plain = clean_text(text)
    if not plain:
        raise RuleBroken(_("Give a reason."), field=field)
    return no_longer(plain, LONGEST_REASON, field=field)


def clean_line(text: str, *, field: str, longest: int) -> str:
    """One line that says something. Raises `RuleBroken` for an empty one or one that is too long."""
    plain = " ".join(clean_text(text).split())
    if not plain:
        raise RuleBroken(_("This cannot be empty."), field=field)
    return no_longer(plain, longest, field=field)


def no_longer(plain: str, longest: int, *, field: str | None = None) -> str:
    """The text, of so many characters at most. Raises `RuleBroken` for a longer one, with both numbers."""
    if len(plain) > longest:
        numbers = {"length": localnumber(len(plain)), "longest": localnumber(longest)}
        raise RuleBroken(
            _("This text is too long: it has %(length)s characters, and at most %(longest)s are allowed.") % numbers,
            field=field,
        )
    return plain
