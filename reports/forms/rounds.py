"""Forms of the workbench for rounds: moments are typed on the clock of the round's own time zone."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.clocks import ChildOnClock, by_clock, on_clock
from foundation.errors import RuleBroken
from foundation.forms import StepForm, WorkbenchForm, show
from foundation.inputs import ClockField
from foundation.localized import by_name
from foundation.wording import place
from reports.forms.acts import day
from reports.models import Addressee, Round
from reports.selectors.editions import as_seen, moves_of
from reports.selectors.obligations import awaited_in
from reports.services.addressees import NOT_AWAITED, check_still_awaited


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
        if "previous" in self.fields and self.instance.pk is not None:
            field: Any = self.fields["previous"]
            field.queryset = field.queryset.exclude(pk=self.instance.pk)
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


REMINDED = _("Focal point and alternate are reminded by mail while the contribution is awaited.")
WAITING = _("Nobody is reminded before this day. A wait with its reason is noted as a pause of reminders.")


class AddresseeForm(ChildOnClock):
    """One participant asked; an extension is typed on the clock of the round's zone."""

    moments = ("extension_until",)
    root, zone_column = "round", "due_zone"
    extension_until = ClockField(label=_("extension agreed until, on the round's clock"), required=False)
    paused_until = day(_("reminders wait until"), required=False, help_text=WAITING)

    class Meta:
        model = Addressee
        fields = ("party", "is_reminded", "counts_in_n", "extension_until", "paused_until", "note")
        help_texts = {"is_reminded": REMINDED}

    def clean(self) -> dict[str, Any]:
        """An extension changes only while something is awaited, as in the step that agrees one."""
        cleaned = super().clean()
        if "extension_until" in self.changed_data and self.instance.pk is not None:
            try:
                check_still_awaited([self.instance], self.instance.round)
            except RuleBroken as refused:
                show(self, refused)
        return cleaned


class OfParticipant(forms.ModelChoiceField):
    """An addressee by the name of its participant; nothing else of it."""

    def label_from_instance(self, obj: Any) -> str:
        """Never what it has begun."""
        return str(obj.party.name)


class ExtensionForm(StepForm):
    """With whom of those still awaited another due moment is agreed, on the clock of the round's zone."""

    addressee = OfParticipant(label=_("participant"), queryset=Addressee.objects.none(), to_field_name="uuid")
    extension_until = ClockField(label=_("extension agreed until"))

    def __init__(self, *args: Any, obj: Round, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        self.zone = obj.due_zone
        seen = Addressee.objects.visible_to(self.actor).filter(pk__in=awaited_in(obj))
        asked = seen.select_related("party", "round")
        self.asked = asked.order_by(by_name("party"), "pk")
        self.fields["addressee"].error_messages["invalid_choice"] = NOT_AWAITED
        self.fields["addressee"].queryset = self.asked  # type: ignore[attr-defined]  # -- a ModelChoiceField
        self.fields["extension_until"].help_text = _("On the clock of %(place)s.") % {"place": place(self.zone)}

    def of_participant(self, code: str) -> None:
        """Begin with the participant whose row was chosen in the overview."""
        found = self.asked.filter(party__code=code).first()
        if found is not None:
            until = on_clock(found.extension_until, self.zone)
            self.initial.update({"addressee": found.uuid, "extension_until": until})

    def clean(self) -> dict[str, Any]:
        """The keywords of the service."""
        typed = super().clean() or self.cleaned_data
        return {**typed, "extension_until": by_clock(typed.get("extension_until"), self.zone)}


class EditionForm(StepForm):
    """Shows what moving to the next edition changes, and carries which edition was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves = moves_of(self.obj)  # type: ignore[arg-type]  # -- a round
        self.initial["seen"] = as_seen(self.moves)
