"""What the steps of the parties app ask before they are taken."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.forms import StepForm
from parties.models import Authority, Participation
from parties.services.participants import SWITCHES


class SwitchesForm(StepForm):
    """The five switches of a participation, and the reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SWITCHES:
            label = Participation._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # -- five plain columns
            self.fields[name] = forms.BooleanField(label=label, required=False, initial=getattr(self.obj, name))
        self.order_fields([*SWITCHES, "reason"])

    def clean(self) -> dict[str, Any]:
        """The service's keywords."""
        cleaned = super().clean() or self.cleaned_data
        return {"reason": cleaned.get("reason", ""), "switches": {name: cleaned[name] for name in SWITCHES}}


class RepresentationForm(StepForm):
    """The decision that puts representation on hold or releases it."""

    decision = forms.CharField(
        label=_("Recorded decision"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Its number, its date and who took it."),
    )


class ConfirmMandateForm(StepForm):
    """The letter by which a participant confirms an office for another year."""

    confirmed_on = forms.DateField(label=_("Date of the letter of confirmation"), widget=AdminDateWidget)


class NameAuthorityForm(StepForm):
    """The authority that stands behind a mandate."""

    authority = forms.ModelChoiceField(label=_("Authority"), queryset=Authority.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities_of(self.obj)  # type: ignore[attr-defined]  # -- a choice of rows


def authorities_of(obj: Any) -> QuerySet[Authority]:
    """The authorities of the participant of a mandate."""
    return Authority.objects.filter(party=obj.party_id)
