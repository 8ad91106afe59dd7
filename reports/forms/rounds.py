"""Forms of the workbench for rounds: moments are typed on the clock of the round's own time zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import ChildForm, StepForm, WorkbenchForm
from foundation.inputs import ClockField
from reports.models import Addressee, Round
from reports.selectors.editions import as_seen, moves_of


def on_clock(when: datetime | None, zone: str) -> datetime | None:
    """A stored moment (UTC) as the clock of the zone shows it, without a zone."""
    return when.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0) if when else None


def by_clock(typed: datetime | None, zone: str) -> datetime | None:
    """What was typed, as a moment on the clock of the zone."""
    return typed.replace(tzinfo=ZoneInfo(zone)) if typed else None


class RoundForm(WorkbenchForm):
    """A round: due moment and cut-off are typed in the zone named beside them."""

    due_at = ClockField(label=_("due"))
    cutoff_at = ClockField(label=_("consolidation cut-off"))

    class Meta:
        model = Round
        fields = "__all__"
        help_texts = {
            "due_zone": _("Both moments are read on the clock of this zone."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("due_at", "cutoff_at"):
            stored = getattr(self.instance, name)
            if stored is not None and name not in kwargs.get("initial", {}):
                self.initial[name] = on_clock(stored, self.instance.due_zone)

    def clean(self) -> dict[str, Any]:
        """The moments, on the clock of the zone that was typed with them."""
        cleaned = super().clean()
        zone = cleaned.get("due_zone")
        if zone in available_timezones():
            for name in ("due_at", "cutoff_at"):
                cleaned[name] = by_clock(cleaned.get(name), zone)
        return cleaned


class AddresseeForm(ChildForm):
    """One participant asked; an extension is typed on the clock of the round's zone."""

    extension_until = ClockField(label=_("extension agreed until"), required=False)

    class Meta:
        model = Addressee
        fields = ("party", "is_reminded", "counts_in_n", "extension_until", "paused_until", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.extension_until is not None:
            self.initial["extension_until"] = on_clock(self.instance.extension_until, self.zone)

    @property
    def zone(self) -> str:
        """The zone of the round; UTC while it has not been saved."""
        return self.instance.round.due_zone if self.instance.round_id else "UTC"

    def clean_extension_until(self) -> datetime | None:
        """The moment, on the round's clock."""
        return by_clock(self.cleaned_data["extension_until"], self.zone)


class EditionForm(StepForm):
    """Shows what moving to the next edition changes, and carries which edition was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves = moves_of(self.obj)  # type: ignore[arg-type]  # -- a round
        self.initial["seen"] = as_seen(self.moves)
