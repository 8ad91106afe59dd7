"""What the steps of a silence procedure ask."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.clocks import by_clock, own_zone
from foundation.forms import StepForm
from foundation.inputs import ClockField
from foundation.localized import LANGUAGE_NAMES, language_order
from foundation.wording import place
from foundation.zones import ZoneField
from meetings.enums import TOOK_PLACE, Breaking, Reach
from meetings.models import Meeting, SilenceProcedure
from parties.models import Party


class BeginForm(StepForm):
    """Until when silence runs, on the clock of a named zone."""

    closes_at = ClockField(label=_("Closes"), help_text=_("On the clock of the time zone below."))
    closes_zone = ZoneField(label=_("Time zone"), initial=own_zone, max_length=64)

    def clean(self) -> dict[str, Any]:
        """The moment, on the clock of the zone that was typed with it."""
        given = super().clean() or self.cleaned_data
        closes, zone = given.get("closes_at"), given.get("closes_zone")
        if isinstance(closes, datetime) and zone:
            given["closes_at"] = by_clock(closes, zone)
        return given


class OfProcedureForm(StepForm):
    """A step about one of the participants asked, in alphabetical order."""

    obj: SilenceProcedure
    party = forms.ModelChoiceField(Party.objects.none(), label=_("participant"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        asked = Party.objects.filter(pk__in=self.obj.addressees.values("party"))
        field.queryset = asked.alphabetical(language_order()[0])


class BreakForm(OfProcedureForm):
    """An objection or an amendment, as its note verbale has it."""

    kind = forms.ChoiceField(label=_("kind"), choices=Breaking.choices)
    received_at = ClockField(label=_("received at"))
    letter_number = forms.CharField(label=_("number of the note verbale"), max_length=80)
    language = forms.ChoiceField(
        label=_("language"), choices=list(LANGUAGE_NAMES.items()), initial=lambda: language_order()[0]
    )
    text = forms.CharField(
        label=_("text"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), max_length=20000, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("On the clock of %(place)s. It counts when it was received, not when it is entered.")
        self.fields["received_at"].help_text = told % {"place": place(self.obj.closes_zone)}

    def clean_received_at(self) -> datetime | None:
        """The moment, on the clock on which the end was announced."""
        return by_clock(self.cleaned_data["received_at"], self.obj.closes_zone)


class ReachForm(OfProcedureForm):
    """Whether a participant was reached."""

    reach = forms.ChoiceField(
        label=_("reached"), choices=[choice for choice in Reach.choices if choice[0] != Reach.ON_HOLD]
    )


class DeclareForm(StepForm):
    """The letter by which the outcome is declared to all."""

    letter_number = forms.CharField(label=_("number of the letter to all"), max_length=80)


class ReportForm(StepForm):
    """The meeting to which the outcome was reported."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("reported to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = Meeting.objects.visible_to(self.actor).filter(state__in=TOOK_PLACE)
