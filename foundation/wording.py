"""How dates, clocks, numbers, places and languages are written for the reader, by the locale of the active language."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, reduce
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal, get_decimal_symbol
from django.utils.translation import get_language, get_language_bidi, gettext

LOCALES = {"en": "en_GB"}
"""Day before month and a clock of 24 hours, as in the papers of international meetings."""

FORMER_NAMES = {
    "Africa/Asmara": "Africa/Asmera",
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "America/Argentina/Catamarca": "America/Catamarca",
    "America/Argentina/Cordoba": "America/Cordoba",
    "America/Argentina/Jujuy": "America/Jujuy",
    "America/Argentina/Mendoza": "America/Mendoza",
    "America/Atikokan": "America/Coral_Harbour",
    "America/Indiana/Indianapolis": "America/Indianapolis",
    "America/Kentucky/Louisville": "America/Louisville",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
    "Atlantic/Faroe": "Atlantic/Faeroe",
    "Europe/Kyiv": "Europe/Kiev",
    "Pacific/Chuuk": "Pacific/Truk",
    "Pacific/Pohnpei": "Pacific/Ponape",
}
"""Zones that were renamed: Unicode CLDR keeps their cities under the first name."""

AS_THE_PROCESS_SPELLS = {"ar": {"Africa/Kampala": "كمبالا", "Africa/Mogadishu": "مقديشو"}}
"""Cities of participants that Unicode CLDR writes otherwise than the papers of meetings do."""

CAPITAL = {"Presidency", "Secretariat", "Chair", "State", "States"}
"""Words that the house writes with a capital inside a sentence too."""
COMMAS = {"ar": "، "}
SEMICOLONS = {"ar": "؛ ", "fr": "\u00a0; "}
FIRST_STRONG, POP = "\u2068", "\u2069"
"""With these Unicode isolates a piece of a line."""


def reader_locale() -> Locale:
    """Babel's locale of the active language."""
    return _locale_of((get_language() or "en")[:2])


@cache
def _locale_of(code: str) -> Locale:
    """Read once: a page asks for it with each date, number and language that it names."""
    return Locale.parse(LOCALES.get(code, code))


def direction(language: str) -> str:
    """`rtl`, `ltr`, or `auto` for a language that is not known."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "auto"


def direction_of(text: str, language: str) -> str:
    """The direction of the letters where all run one way, whatever language was named; else that of the language."""
    named = direction(language)
    letters = {bidirectional(letter) for letter in text} & {"L", "R", "AL"}
    if named == "auto" or not letters or ("L" in letters and len(letters) > 1):
        return named
    return "ltr" if "L" in letters else "rtl"


def within(name: str) -> str:
    """The name of a kind or an office inside a sentence: `focal point`; initials and proper names stay as they are."""
    first, _space, rest = name.partition(" ")
    return name if first in CAPITAL or not first[1:].islower() else f"{first.lower()} {rest}".rstrip()


def localdate(day: date | None) -> str:
    """`9 April 2025` in the reader's language; nothing for no date."""
    return format_date(day, "d MMMM y", locale=reader_locale()) if day else ""


def localdays(first: date | None, last: date | None) -> str:
    """`22–23 April 2025`: a span of days, which names month and year once where both days share them.

    Thin spaces of Unicode CLDR become plain ones: the first part of our fonts does not hold them.
    """
    if first is None or last is None or first == last:
        return localdate(first or last)
    locale = reader_locale()
    widest = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    halves = [half.replace("MMM", "MMMM").replace("\u2009", " ") for half in locale.interval_formats["yMMMd"][widest]]
    days = zip(halves, (first, last), strict=True)
    return "".join(format_date(day, half, locale=locale) for half, day in days)


def localnumber(number: float | Decimal | None) -> str:
    """`1 234,5` as the reader's language groups and parts it; nothing for no number."""
    return "" if number is None else format_decimal(number, locale=reader_locale())


def localfigure(written: str) -> str:
    """A number that somebody wrote, to its last digit, as the reader's language groups and parts it."""
    return format_decimal(Decimal(written), locale=reader_locale(), decimal_quantization=False)


def localmark(written: str) -> str:
    """The same digits with the reader's decimal mark, as they stand in a field: `8,2`."""
    return written.replace(".", get_decimal_symbol(reader_locale()))


def listed(names: Iterable[object]) -> str:
    """`A; B; C`, parted as the reader's language parts names that may hold commas themselves."""
    return SEMICOLONS.get((get_language() or "en")[:2], "; ").join(map(str, names))


def with_comma(*words: object) -> str:
    """`A, B`, with the comma of the reader's language; for names that may hold commas, see `listed`."""
    return COMMAS.get((get_language() or "en")[:2], ", ").join(map(str, words))


def enumerated(names: Iterable[object]) -> str:
    """`A, B and C` inside a sentence, as Unicode CLDR has it for the reader's language."""
    return format_list([*map(str, names)], locale=reader_locale())


def enumerated_at_first(names: Iterable[object]) -> str:
    """`A, B` where the sentence itself goes on with more of them: Arabic puts its `and` before each."""
    between = reader_locale().list_patterns["standard"]["middle"]
    return reduce(between.format, map(str, names))


def labelled(label: object, value: object) -> str:
    """`Unit: persons`, with the colon as the reader's language sets it."""
    colon = gettext(":")
    return f"{label}{colon} {value}"


def headed(code: str, text: object) -> str:
    """`CAP-1.1 Title`: a row called by code and title; the code neither turns an Arabic title round nor follows it."""
    return f"{apart(code)} {text}"


def apart(piece: str) -> str:
    """A code in a line that is no mark-up (options, titles of pages, names in lists): in one piece, at its place.

    Only for readers whose pages run from right to left: the others need nothing there.
    """
    return f"{FIRST_STRONG}{piece}{POP}" if get_language_bidi() else piece


def langname(code: str) -> str:
    """What a language is called in the reader's language; the code itself where it is not known."""
    return reader_locale().languages.get(code, code)


def on_clock(when: datetime, zone: str) -> str:
    """`1 March 2026, 17:00` in a zone."""
    pattern = with_comma("d MMMM y", "HH:mm")
    return format_datetime(when, pattern, tzinfo=ZoneInfo(zone), locale=reader_locale())


def clock_again(when: datetime, zone: str, *, after: str) -> str:
    """The same moment in another zone, behind that of the zone `after`: the clock alone where the day is the same."""
    same_day = when.astimezone(ZoneInfo(zone)).date() == when.astimezone(ZoneInfo(after)).date()
    if same_day:
        return format_datetime(when, "HH:mm", tzinfo=ZoneInfo(zone), locale=reader_locale())
    return on_clock(when, zone)


def first_clock(when: datetime, set_in: str, reader: str) -> str:
    """The zone in which a reader reads a moment first: their own, unless its clock and that of `set_in` agree."""
    agree = when.astimezone(ZoneInfo(reader)).utcoffset() == when.astimezone(ZoneInfo(set_in)).utcoffset()
    return set_in if agree else reader


def on_both_clocks(when: datetime, set_in: str, reader: str) -> str:
    """`1 March 2026, 18:00 (Cairo) · 17:00 (Paris)`: the reader's clock, then the one it was set on if they differ."""
    first = first_clock(when, set_in, reader)
    told = [f"{on_clock(when, first)} ({place(first)})"]
    if first != set_in:
        told.append(f"{clock_again(when, set_in, after=first)} ({place(set_in)})")
    return " · ".join(told)


def place(zone: str) -> str:
    """The city a zone is named after, in the reader's language; `UTC` for UTC."""
    if zone in {"UTC", "Etc/UTC", "Etc/GMT", "GMT"}:
        return "UTC"
    locale = reader_locale()
    if spelt := AS_THE_PROCESS_SPELLS.get(locale.language, {}).get(zone):
        return spelt
    known = locale.time_zones.get(FORMER_NAMES.get(zone, zone), {})
    return known.get("city") or get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True)
