"""What templates need to speak three languages well: moments, dates, numbers, isolated and authentic texts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_timezone_location
from babel.numbers import format_decimal
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from foundation.exports.text import inert

register = template.Library()

LOCALES = {"en": "en_GB"}
"""Day before month and a clock of 24 hours, as in the papers of international meetings."""


def reader_locale() -> Locale:
    """Babel's locale of the active language."""
    code = (get_language() or "en")[:2]
    return Locale.parse(LOCALES.get(code, code))


def direction(language: str) -> str:
    """`rtl`, `ltr`, or `auto` for a language that is not known."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "auto"


@register.filter
def localdate(day: date | None) -> str:
    """`9 April 2025` in the reader's language; nothing for no date."""
    return format_date(day, "d MMMM y", locale=reader_locale()) if day else ""


@register.filter
def localnumber(number: float | Decimal | None) -> str:
    """`1 234,5` as the reader's language groups and parts it; nothing for no number."""
    return "" if number is None else format_decimal(number, locale=reader_locale())


@register.filter
def isolate(text: Any) -> SafeString:
    """Keep names, amounts and codes in one piece inside a sentence that runs the other way."""
    return format_html("<bdi>{}</bdi>", inert(str(text)))


@register.filter
def langname(code: str) -> str:
    """What a language is called in the reader's language; the code itself where it is not known."""
    return reader_locale().languages.get(code, code)


@register.filter
def text_in(text: str, language: str = "") -> SafeString:
    """A text somebody wrote, marked with its language and direction, for eyes, ears and hyphenation.

    What would reorder it is left out here; the authentic text keeps it.
    """
    if not language:
        return format_html('<span dir="auto">{}</span>', inert(text))
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), inert(text))


@register.inclusion_tag("components/moment.html", takes_context=True)
def moment(context: template.Context, when: datetime | None, zone: str = "") -> dict[str, Any]:
    """A moment in the reader's time zone, followed by the zone it was set in where the two clocks differ."""
    if when is None:
        return {"when": None}
    set_in = zone or "UTC"
    reader = reader_zone(context, set_in)
    differ = when.astimezone(ZoneInfo(reader)).utcoffset() != when.astimezone(ZoneInfo(set_in)).utcoffset()
    shown = reader if differ else set_in
    return {
        "when": when.astimezone(UTC).isoformat(),
        "shown": on_clock(when, shown),
        "place": place(shown),
        "own": on_clock(when, set_in) if differ else "",
        "own_place": place(set_in),
    }


def reader_zone(context: template.Context, otherwise: str) -> str:
    """The zone the reader chose; who has not signed in reads a moment where it was set."""
    user = context.get("user")
    return getattr(user, "time_zone", "") or otherwise


def on_clock(when: datetime, zone: str) -> str:
    """`1 March 2026, 17:00` in a zone."""
    locale = reader_locale()
    comma = "،" if locale.language == "ar" else ","
    return format_datetime(when, f"d MMMM y{comma} HH:mm", tzinfo=ZoneInfo(zone), locale=locale)


def place(zone: str) -> str:
    """The city a zone is named after, in the reader's language; `UTC` for UTC."""
    if zone in {"UTC", "Etc/UTC", "Etc/GMT", "GMT"}:
        return "UTC"
    return get_timezone_location(ZoneInfo(zone), locale=reader_locale(), return_city=True)
