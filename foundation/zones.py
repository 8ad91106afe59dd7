"""Time zones as people choose them: a list of cities in the reader's language, those usual in this house first."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import combining, normalize
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from foundation.wording import place

Option = tuple[str, str]
_usual: list[Callable[[], Iterable[str]]] = []


def register(usual: Callable[[], Iterable[str]]) -> None:
    """Who says which zones stand first; filled by the project, asked each time a list is shown."""
    if usual not in _usual:
        _usual.append(usual)


def check_time_zone(name: str) -> None:
    """Raise `ValidationError` unless `name` is a time zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone of the list, for example Africa/Cairo."), code="time_zone")


class ZoneSelect(forms.Select):
    """Every zone by its city. A zone that is stored and has another name in the list stands in it too."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """The options as they stand for this reader now."""
        self.choices = _choices(value)
        return super().optgroups(name, value, attrs)


class ZoneField(forms.CharField):
    """A field that asks for a time zone, in the workbench as elsewhere."""

    widget = ZoneSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(check_time_zone)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 -- Django's signature
        """A list needs no greatest length."""
        return {}


def _choices(chosen: Iterable[str]) -> list[Any]:
    usual = {zone for ask in _usual for zone in ask()} - {"UTC"}
    labels = dict(_all_zones(get_language() or "en"))
    known = {*usual, *labels, "UTC"}
    first = [(zone, zone) for zone in ["UTC", *(one for one in chosen if one not in known and one)]]
    others = [(zone, label) for zone, label in labels.items() if zone not in usual]
    return [*first, (gettext("Of participants"), _in_order(usual)), (gettext("All others"), others)]


@cache
def _all_zones(language: str) -> tuple[Option, ...]:  # noqa: ARG001 -- the cities are named in the active language
    listed = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in listed.splitlines() if line and not line.startswith("#"))
    return tuple(_in_order(row[2] for row in rows))


def _in_order(zones: Iterable[str]) -> list[Option]:
    named = [(zone, f"{place(zone)} – {zone}") for zone in zones]
    return sorted(named, key=lambda option: _without_accents(option[1]))


def _without_accents(label: str) -> str:
    return "".join(letter for letter in normalize("NFKD", label.casefold()) if not combining(letter))
