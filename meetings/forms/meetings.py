"""What the steps of meetings, delegations, texts and follow-ups ask."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.clocks import ChildOnClock
from foundation.forms import StepForm
from foundation.inputs import ClockField
from foundation.localized import LANGUAGES, by_name
from meetings.enums import TOOK_PLACE, MeetingState, Presence
from meetings.models import Delegation, Meeting, Sitting, SittingPresence
from meetings.models.corrections import SAY_WHY
from meetings.services.corrections import REASONS


class SittingForm(ChildOnClock):
    """A sitting, typed on the clock of its meeting's time zone."""

    moments = ("begins_at", "ends_at")
    root = "meeting"
    begins_at = ClockField(label=_("begins, on the meeting's clock"), required=False)
    ends_at = ClockField(label=_("ends, on the meeting's clock"), required=False)

    class Meta:
        model = Sitting
        fields = ("number", "title_en", "title_fr", "title_ar", "begins_at", "ends_at")


class PresenceForm(StepForm):
    """One choice for each invited delegation, in alphabetical order; why, where a concluded record is corrected."""

    obj: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invited = self.asked_about().select_related("party")
        invited = invited.order_by(by_name("party"), "pk")
        self.delegations = {f"delegation_{delegation.pk}": delegation for delegation in invited}
        recorded = self.recorded()
        for name, delegation in self.delegations.items():
            self.fields[name] = forms.ChoiceField(
                label=str(delegation.party),
                choices=Presence.choices,
                initial=recorded.get(delegation.pk, Presence.UNKNOWN),
            )
        if self.meeting().state == MeetingState.CONCLUDED:
            self.fields |= forms.fields_for_model(Meeting, fields=REASONS)
            self.fields[REASONS[0]].help_text = SAY_WHY

    def meeting(self) -> Meeting:
        """Whose record says who was present."""
        meeting: Meeting = self.obj
        return meeting

    def asked_about(self) -> "QuerySet[Delegation]":
        """The delegations of the meeting; none where presence is recorded at each of its sittings."""
        of_meeting = Delegation.objects.visible_to(self.actor).filter(meeting=self.obj.pk)
        return of_meeting.filter(meeting__sittings=None)

    def recorded(self) -> dict[int, str]:
        """What is recorded already, by the delegation's key."""
        return {delegation.pk: delegation.presence for delegation in self.delegations.values()}

    def clean(self) -> dict[str, Any]:
        """The service's keywords."""
        cleaned = super().clean() or self.cleaned_data
        known = {name: delegation for name, delegation in self.delegations.items() if name in cleaned}
        return {
            "presence": {delegation.pk: cleaned[name] for name, delegation in known.items()},
            "correction": {code: cleaned.get(name, "") for name, code in zip(REASONS, LANGUAGES, strict=True)},
        }


class SittingPresenceForm(PresenceForm):
    """The same for one sitting."""

    obj: Sitting

    def meeting(self) -> Meeting:
        """The meeting that the sitting belongs to."""
        return self.obj.meeting

    def asked_about(self) -> "QuerySet[Delegation]":
        """The delegations of the meeting of the sitting."""
        return Delegation.objects.visible_to(self.actor).filter(meeting=self.obj.meeting_id)

    def recorded(self) -> dict[int, str]:
        """What is recorded of this sitting already."""
        seen = SittingPresence.objects.visible_to(self.actor).filter(sitting=self.obj)
        return dict(seen.values_list("delegation", "presence"))


class HandoverForm(StepForm):
    """The day on which the chair passes."""

    on = forms.DateField(
        label=_("Day of the handover"),
        widget=AdminDateWidget,
        required=False,
        help_text=_("A day of the meeting. Left empty: today, or its last day when that is past."),
    )


class NominationForm(StepForm):
    """The head of a delegation and the letter that names them."""

    head = forms.CharField(label=_("Head of delegation"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    letter_number = forms.CharField(label=_("Number of the note verbale or letter"), max_length=80)


class QuestionForm(StepForm):
    """The question a nomination is sent back with."""

    question = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


class AdoptForm(StepForm):
    """The day on which a text was adopted."""

    adopted_on = forms.DateField(label=_("Adopted on"), widget=AdminDateWidget)


class NoteForm(StepForm):
    """A note that may be left out."""

    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False)


class ReasonForm(StepForm):
    """Why a follow-up is no longer pursued."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)


class CarryOverForm(StepForm):
    """The later meeting at which a follow-up is carried over, and its new day."""

    meeting = forms.ModelChoiceField(label=_("Carried over at"), queryset=Meeting.objects.none())
    due_on = forms.DateField(
        label=_("New due date"), widget=AdminDateWidget, required=False, help_text=_("Left empty: the day stays.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        took_place = Meeting.objects.visible_to(self.actor).filter(state__in=TOOK_PLACE)
        field: Any = self.fields["meeting"]
        field.queryset = took_place.exclude(decisions__follow_ups=self.obj.pk)
