"""Moments that are typed on a clock which is named beside them: the reader's own, or that of the row they belong to."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.forms.models import InlineForeignKeyField
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext

from foundation.forms import ChildForm
from foundation.inputs import ClockField
from foundation.wording import place


def on_clock(when: datetime | None, zone: str) -> datetime | None:
    """A stored moment (UTC) as the clock of the zone shows it, without a zone."""
    return when.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0) if when else None


def by_clock(typed: datetime | None, zone: str) -> datetime | None:
    """What was typed, as a moment on the clock of the zone."""
    return typed.replace(tzinfo=ZoneInfo(zone)) if typed else None


def own_zone() -> str:
    """The zone of whoever reads the page, on whose clock the workbench shows its moments."""
    return timezone.get_current_timezone_name()


def _on_whose_clock() -> str:
    return gettext("On the clock of %(place)s.") % {"place": place(own_zone())}


class OwnClockField(ClockField):
    """A moment typed on the clock of its reader, whose city stands at the field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": lazy(_on_whose_clock, str)(), **kwargs})

    def clean(self, value: Any) -> Any:
        """What was typed, as a moment on the reader's clock."""
        return by_clock(super().clean(value), own_zone())


class ChildOnClock(ChildForm):
    """A child in the form of its root, its moments typed on the clock of the root's zone."""

    moments: tuple[str, ...] = ()
    root: str
    """The column that leads to the root."""
    zone_column = "time_zone"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.moments:
            stored = getattr(self.instance, name)
            if stored is not None:
                self.initial[name] = on_clock(stored, getattr(getattr(self.instance, self.root), self.zone_column))

    def clean(self) -> dict[str, Any]:
        """The cleaned data, with moments on the clock of the zone that stands in the root's form."""
        cleaned = super().clean()
        for name in self.moments:
            cleaned[name] = by_clock(cleaned.get(name), self._zone())
        return cleaned

    def _zone(self) -> str:
        column: forms.Field | None = self.fields.get(self.root)
        known = column.parent_instance if isinstance(column, InlineForeignKeyField) else None
        zone = getattr(known, self.zone_column, "")
        return zone if zone in available_timezones() else str(UTC)
