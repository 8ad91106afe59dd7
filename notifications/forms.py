"""Forms of the workbench about reminders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.clocks import OwnClockField, by_clock
from foundation.constraints import refusals
from foundation.forms import ChildForm, WorkbenchForm
from foundation.inputs import CanBeMeant, ClockField
from foundation.localized import LANGUAGES, language_order
from foundation.rows import MOST_ROWS, LabelledRows
from foundation.wording import listed
from foundation.zones import ZoneField
from notifications.models import Ladder, LadderStep, Obligation
from notifications.models.ladders import AUTOMATIC_OFFICES
from notifications.registry import Occasion, owner_of
from notifications.validators import WRITTEN
from parties.enums import OfficeSide
from parties.models import Office, Party


class PauseForm(WorkbenchForm):
    """For whom reminders wait, why, and until when on the reader's own clock."""

    until = OwnClockField(label=_("until"))

    class Meta:
        help_texts = {
            "party": _("Nobody of this participant is reminded until then; what was asked stays asked."),
            "reason": _("Only Presidency and Secretariat read it. For example: announced for Thursday."),
        }


def offices_of_participants() -> list[tuple[str, str]]:
    """Those to which a step can go: the system and the Presidency write to whoever acts for a participant."""
    return [(office.code, str(office)) for office in Office.objects.filter(side=OfficeSide.PARTICIPANT)]


class LadderStepForm(WorkbenchForm):
    """A step carries the version of its ladder: whoever changes one changes the other."""

    offices = forms.MultipleChoiceField(
        label=capfirst(LadderStep._meta.get_field("offices").verbose_name),
        choices=offices_of_participants,
        widget=forms.CheckboxSelectMultiple,
        help_text=LadderStep._meta.get_field("offices").help_text,
    )

    is_tried = False
    """Whether it is only tried in the simulator."""

    def is_valid(self) -> bool:
        """What is only tried is never saved."""
        return super().is_valid() and not self.is_tried

    def clean_offices(self) -> list[str]:
        """In one order, however they were chosen."""
        return sorted(self.cleaned_data["offices"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"].error_messages["required"] = str(refusals()["step_reaches_somebody"].sentence)
        if isinstance(self.instance, LadderStep) and self.instance.ladder_id is not None:
            self.fields["seen_version"].initial = self.instance.ladder.version
        for column in (f"text_{code}" for code in LANGUAGES if f"text_{code}" in self.fields):
            may = gettext("It may ask for %(known)s.") % {"known": listed(WRITTEN)}
            self.fields[column].help_text = " ".join([*filter(None, [str(self.fields[column].help_text)]), may])


class TrialForm(CanBeMeant, forms.Form):
    """On which occasion a ladder is tried: one that is there, or dates that are typed on the clock of a zone."""

    occasion = forms.ChoiceField(
        label=_("occasion"),
        required=False,
        help_text=_("It brings its own dates: those below are for a trial without an occasion."),
    )
    party = forms.ModelChoiceField(
        label=_("participant"), queryset=Party.objects.none(), required=False, empty_label=_("all participants")
    )
    opened_at = ClockField(label=_("asked at"), required=False)
    due_at = ClockField(label=_("due"), required=False)
    due_zone = ZoneField(
        label=_("time zone"), required=False, help_text=_("Both moments are read on the clock of this zone.")
    )

    def __init__(self, *args: Any, kind: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.now = kind, now
        listed = [(one.code, str(one.label)) for one in self.occasions]
        self.fields["occasion"].choices = [*listed, ("", _("the dates below"))]  # type: ignore[attr-defined]  # -- a choice
        self.initial.setdefault("occasion", next((code for code, _label in listed), ""))
        parties = Party.objects.current().alphabetical(language_order()[0])
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]  # -- as above

    @cached_property
    def occasions(self) -> Sequence[Occasion]:
        """Those that the owner of the kind names."""
        owner = owner_of(self.kind)
        return owner.occasions() if owner else ()

    def clean(self) -> dict[str, Any]:
        """The moments on the clock of their zone; without an occasion both are needed, in their order."""
        typed = super().clean() or self.cleaned_data
        if typed.get("occasion"):
            return typed
        for name in ("opened_at", "due_at"):
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, _("Choose an occasion, or give the dates."))
            typed[name] = by_clock(typed.get(name), typed.get("due_zone") or "UTC")
        if typed["opened_at"] and typed["due_at"] and typed["due_at"] <= typed["opened_at"]:
            self.add_error("due_at", _("The date must lie after the moment at which it is asked."))
        return typed

    def requests(self) -> Sequence[Obligation]:
        """What the ladder is tried on."""
        chosen, party = self.cleaned_data.get("occasion"), self.cleaned_data.get("party")
        for one in self.occasions:
            if one.code == chosen:
                return [row for row in one.requests(self.now) if party is None or row.party_id == party.pk]
        parties = [party] if party else self.fields["party"].queryset  # type: ignore[attr-defined]  # -- as above
        moments = {name: self.cleaned_data[name] for name in ("opened_at", "due_at")}
        zone = self.cleaned_data.get("due_zone") or "UTC"
        return [
            Obligation(party=one, offices=AUTOMATIC_OFFICES, due_zone=zone, **_subject(one), **moments)
            for one in parties
        ]

    def begins_at(self) -> datetime:
        """A chosen occasion goes on from now; typed dates are followed from the first."""
        return self.now if self.cleaned_data.get("occasion") else self.cleaned_data["opened_at"]


def _subject(party: Party) -> dict[str, Any]:
    return {"subject_type": party._meta.label_lower, "subject_uuid": party.uuid}


class TrialStepForm(ChildForm):
    """A step as it is tried: on which day, by which way, and whether at all."""

    class Meta:
        model = LadderStep
        fields = ("anchor", "offset_days", "channel", "is_used")
        widgets = {"offset_days": forms.NumberInput(attrs={"class": "vIntegerField"})}


TrialSteps = forms.inlineformset_factory(
    Ladder,
    LadderStep,
    form=TrialStepForm,
    formset=LabelledRows,
    extra=0,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
    can_delete=False,
)
"""Under the names of the ladder's own form: what was tried is saved through that door."""
