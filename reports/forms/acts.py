"""What an act of a meeting asks, and at which meetings it can be recorded: those that began and are not concluded."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, When
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence
from foundation.forms import StepForm
from foundation.inputs import IN_ONE_LANGUAGE, DayInput, needs_one
from foundation.localized import LANGUAGES
from meetings.enums import MeetingState
from meetings.models import Meeting, Verb
from meetings.selectors.numbers import next_number
from parties.permissions import is_secretariat_officer
from reports.forms.rows import RowsForm, offer
from reports.models.outcomes import ALREADY
from reports.selectors.consolidated import DEFERRED
from reports.services.recording import MeetingAct, why_not_recorded

DEFERRED_LAST = Case(When(code=DEFERRED, then=1), default=0)
"""The other verbs stand in the order of the reference data."""
NONE_HELD = _("No meeting can be chosen: one has to begin, and its record must still be open.")
NOT_LISTED = _("Choose a meeting that is listed: nothing can be recorded at the others.")


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, picked in the browser's own calendar."""
    widget = DayInput()
    return forms.DateField(label=label, widget=widget, required=required, help_text=help_text)


def only_day_of(meeting: Meeting) -> date | None:
    """The day of a meeting of one day, on which whatever it decided was decided."""
    return meeting.begins_on if meeting.ends_on in {None, meeting.begins_on} else None


def offer_meetings(
    form: StepForm, rows: "QuerySet[Meeting]", foreseen: Meeting | None, refused: Sentence | None, *, none: Sentence
) -> None:
    """Let the form choose among these; the one foreseen is filled in, or the page says why it cannot be chosen.

    `none` is said where there is nothing to choose.
    """
    offer(form, "meeting", rows)
    field = form.fields["meeting"]
    field.error_messages["invalid_choice"] = NOT_LISTED
    if foreseen is not None and refused is None:
        field.initial = foreseen.pk
    elif foreseen is not None and refused is not None:
        field.help_text = format_lazy("{meeting} – {refused}", meeting=str(foreseen), refused=refused)
    elif not rows.exists():
        field.help_text = str(none)


class ActForm(RowsForm):
    """What a meeting did: its verb, its decision; marked where the Secretariat records on the Chair's instruction."""

    power = ""
    verbs = Q()
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("meeting"))
    verb = forms.ModelChoiceField(Verb.objects.none(), label=_("action taken"))
    number = forms.CharField(label=_("number of the decision"), max_length=20)
    decided_on = day(_("decided on"))
    text_en = forms.CharField(
        label=_("decision (English)"),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        required=False,
        help_text=IN_ONE_LANGUAGE,
    )
    text_fr = forms.CharField(
        label=_("decision (French)"), widget=forms.Textarea(attrs={"rows": 3, "lang": "fr"}), required=False
    )
    text_ar = forms.CharField(
        label=_("decision (Arabic)"),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "ar", "dir": "rtl"}),
        required=False,
    )
    on_instruction = forms.BooleanField(
        label=_("recorded by the Secretariat on the Chair's instruction"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "verb", Verb.objects.filter(self.verbs).order_by(DEFERRED_LAST, "pk"))
        if not is_secretariat_officer(self.actor):
            del self.fields["on_instruction"]

    def clean(self) -> dict[str, Any]:
        """The decision stands in one language at least: that of the meeting's paper."""
        given = super().clean() or self.cleaned_data
        needs_one(self, [f"text_{code}" for code in LANGUAGES])
        return given

    def offer_held(
        self,
        foreseen: Meeting | None,
        *,
        dealt: Collection[int] = (),
        only: Meeting | None = None,
        tabled_at: datetime | None = None,
    ) -> None:
        """The meetings at which it can be recorded, or the only one that is to deal with it.

        `dealt`: the keys of those whose act on this report is on record; each acts on it once.
        """

        def refusal(meeting: Meeting) -> Sentence | None:
            if meeting.pk in dealt:
                return ALREADY
            return why_not_recorded(meeting, now=self.actor.now, tabled_at=tabled_at)

        held = Meeting.objects.visible_to(self.actor).filter(Q((f"kind__{self.power}", True)), state=MeetingState.HELD)
        if only is not None:
            held = held.filter(pk=only.pk)
        rows = held.filter(pk__in=[meeting.pk for meeting in held if refusal(meeting) is None])
        refused = refusal(foreseen) if foreseen else None
        offer_meetings(self, rows, foreseen, refused, none=NONE_HELD)
        if foreseen is not None and refused is None:
            self.fields["decided_on"].initial = only_day_of(foreseen)
            self.fields["number"].initial = next_number(foreseen)

    def act(self) -> MeetingAct:
        """The act as the service takes it."""
        given = self.cleaned_data
        return MeetingAct(
            meeting=given["meeting"],
            verb=given["verb"],
            number=given["number"],
            decided_on=given["decided_on"],
            text={code: given[f"text_{code}"] for code in LANGUAGES},
            on_instruction=given.get("on_instruction", False),
        )
