"""What templates need to speak three languages well: moments, dates, numbers, isolated and authentic texts."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.exports.text import inert
from foundation.localized import language_order, told
from foundation.wording import direction_of, langname, localdate, localnumber, on_clock, place

register = template.Library()
for written in (localdate, localnumber, langname):
    register.filter(written.__name__, written)


@register.filter
def isolate(text: Any) -> SafeString:
    """Keep names, amounts and codes in one piece inside a sentence that runs the other way."""
    return format_html("<bdi>{}</bdi>", inert(str(text)))


@register.filter
def text_in(text: str, language: str = "") -> SafeString:
    """A text somebody wrote, marked with its language and direction, for eyes, ears and hyphenation.

    What would reorder it is left out here; the authentic text keeps it.
    """
    if not language:
        return format_html('<span dir="auto">{}</span>', inert(text))
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction_of(text, language), inert(text))


@register.filter
def said(row: Any, name: str) -> str:
    """A text of the house, `meeting|said:"title"`: marked with its language where it is not the reader's."""
    text, language = told(row, name)
    return text if language in {"", language_order()[0]} else text_in(text, language)


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


@register.simple_tag(takes_context=True)
def place_of_clock(context: template.Context) -> str:
    """The city whose clock the workbench shows its reader."""
    return place(reader_zone(context, "UTC"))


def reader_zone(context: template.Context, otherwise: str) -> str:
    """The zone the reader chose; who has not signed in reads a moment where it was set."""
    user = context.get("user")
    return getattr(user, "time_zone", "") or otherwise
