"""What templates need to speak three languages well: moments, dates, numbers, isolated and authentic texts."""

from datetime import UTC, datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import override

from foundation.days import day_of
from foundation.forms import is_refused_as_a_whole
from foundation.marked import code, isolate, said, said_in, text_in
from foundation.wording import (
    clock_again,
    enumerated,
    first_clock,
    langname,
    localdate,
    localdays,
    localnumber,
    on_clock,
    place,
    within,
)

register = template.Library()
for written in (localdays, localnumber, enumerated, langname, within, isolate, code, text_in, said, said_in):
    register.filter(written.__name__, written)
register.filter("localdate", localdate, expects_localtime=True)  # the day of a moment is that of its reader's clock
register.filter(is_refused_as_a_whole.__name__, is_refused_as_a_whole)


@register.filter
def is_called_as_its_section(opts: Any) -> bool:
    """Whether a list bears the name of its section, before translation: in Arabic the section alone has the article."""
    with override("en"):
        return capfirst(str(opts.verbose_name_plural)) == str(opts.app_config.verbose_name)


@register.filter
def on_day(when: datetime | None, zone: str) -> str:
    """The day of a moment on the clock it was announced on, whatever the reader's own says."""
    return localdate(day_of(when, zone)) if when else ""


@register.filter
def named(field: BoundField) -> str:
    """What an error calls a field: its label, and where its form repeats entries, the entry it stands in too."""
    name_of = getattr(field.form, "name_of", None)
    return str(name_of(field)) if name_of else capfirst(str(field.label))


@register.filter
def is_chosen(field: BoundField) -> bool:
    """One of several buttons is pressed already: another can be, but never none."""
    return field.widget_type == "radioselect" and field.value() is not None


@register.inclusion_tag("components/moment.html", takes_context=True)
def moment(context: template.Context, when: datetime | None, zone: str = "") -> dict[str, Any]:
    """A moment in the reader's time zone, followed by the zone it was set in where the two clocks differ."""
    if when is None:
        return {"when": None}
    set_in = zone or "UTC"
    reader = reader_zone(context, set_in)
    shown = first_clock(when, set_in, reader)
    differ = shown != set_in
    return {
        "when": when.astimezone(UTC).isoformat(),
        "shown": on_clock(when, shown),
        "place": place(shown),
        "own": clock_again(when, set_in, after=shown) if differ else "",
        "own_place": place(set_in),
    }


@register.simple_tag(takes_context=True)
def place_of_clock(context: template.Context) -> str:
    """The city whose clock the workbench shows its reader."""
    return place(reader_zone(context, "UTC"))


def reader_zone(context: template.Context, otherwise: str) -> str:
    """The zone the reader chose; who has not signed in reads a moment where it was set.

    A piece of a page that the workbench renders by itself knows no reader, but is written on the reader's clock.
    """
    user = context.get("user")
    clock = timezone.get_current_timezone_name()
    return getattr(user, "time_zone", "") or (otherwise if clock == settings.TIME_ZONE else clock)
