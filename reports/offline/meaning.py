"""What somebody wrote into a file, as this system writes answers: words of a list, numbers, days.

Whatever cannot be understood stays as it was written; the validator then says at its question what is wanted.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from foundation.exports.text import inert
from reports.enums import Mark, QuestionKind
from reports.offline.found import Value
from reports.offline.marks import OFFERED, meant
from reports.validators import DIGITS, as_number

DAY_FIRST = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})", re.ASCII)
"""As all three languages write a day by hand, and as every form of ours reads it."""
DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?: 00:00:00)?", re.ASCII)
DECIMALS = 6


def as_text(value: Value, kind: str) -> str:
    """An answer of this kind. A number is read as the form on the page reads it, in whichever language the file is."""
    if kind == QuestionKind.NUMBER:
        return as_number(_plain(_rounded(value)))
    said = _plain(value)
    if kind in OFFERED:
        return meant(_yes_no(value) or said, OFFERED[kind]) or said
    return said


def as_milestone(state: Value, day: Value) -> str:
    """The state and the day as one answer."""
    said = _plain(state)
    word = meant(said, OFFERED[QuestionKind.MILESTONES]) or said
    return " ".join(part for part in (word, as_day(day)) if part)


def as_day(value: Value) -> str:
    """ISO 8601 where it is a day; else what was written."""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    said = _plain(value).translate(DIGITS)
    if found := DAY.fullmatch(said):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(said):
        day, month, year = found.groups()
    else:
        return said
    return f"{year}-{int(month):02}-{int(day):02}"


def as_mark(value: Value) -> Mark | None:
    """What somebody marked; None for nothing, and for words that are none of ours."""
    found = meant(_plain(value), list(Mark.choices))
    return Mark(found) if found else None


def _plain(value: Value) -> str:
    """Numbers without an exponent and with the digits a spreadsheet shows; days as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        value = Decimal(f"{value:.15g}")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else inert(str(value)).strip()


def _rounded(value: Value) -> Value:
    """A computed number to the decimals that an answer has: a cell shows fewer, and its reader sees which are kept."""
    return round(value, DECIMALS) or value if isinstance(value, float) else value


def _yes_no(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else ""
