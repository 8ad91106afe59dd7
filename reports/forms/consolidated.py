"""What the steps of a consolidated report ask: nothing that the database or the meeting's record already knows."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.clocks import OwnClockField
from foundation.forms import StepForm
from foundation.localized import LANGUAGE_NAMES, LANGUAGES, language_order
from meetings.enums import CALLED_OFF, MeetingState
from meetings.models import AgendaItem, Decision, Meeting
from meetings.services.decisions import BEFORE_DECISION
from parties.models import Party
from reports.forms.acts import ActForm, day, offer_meetings
from reports.forms.report_rows import amendments_offered, follow_ups_offered, participants, reservations_offered
from reports.forms.rows import offer
from reports.models import ConsolidatedReport
from reports.selectors.consolidated import publishing_decisions
from reports.services.endorsement import AD_REFERENDUM, AS_AMENDED, DEFERRED, Amended, Reserved, ToConfirm
from reports.services.recording import why_not_addressed
from reports.services.transmission_and_review import ToFollowUp, first_to_review

WHEN_DEFERRED = _(
    "A report that is deferred goes back to being drafted: it is circulated, closed for comments and tabled again "
    "before another meeting can act on it."
)
NONE_AHEAD = _("No ministerial meeting is ahead: plan one first, under Meetings.")
NOT_ADDRESSED = (*CALLED_OFF, MeetingState.CONCLUDED)
"""Meetings that nothing is sent to any more."""
LANGUAGE_CHOICES = list(LANGUAGE_NAMES.items())


class CirculateForm(StepForm):
    """Until when comments are asked for."""

    comments_until = OwnClockField(label=_("comments until"))


class TableForm(StepForm):
    """Under which item of the agenda the report is presented."""

    power = "may_endorse"
    agenda_item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("agenda item"),
        required=False,
        help_text=_("Optional: the item of the agenda under which the meeting takes it up."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = AgendaItem.objects.filter(presentation=None, **{f"meeting__kind__{self.power}": True})
        ahead = items.exclude(meeting__state__in=NOT_ADDRESSED)
        seen = ahead.filter(meeting__in=Meeting.objects.visible_to(self.actor))
        offer(self, "agenda_item", seen.select_related("meeting"))


class TransmitForm(TableForm):
    """To which ministerial meeting."""

    power = "may_review"
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("ministerial meeting"))
    field_order = ("meeting", "agenda_item")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ahead = Meeting.objects.visible_to(self.actor).filter(kind__may_review=True)
        rows = ahead.exclude(state__in=NOT_ADDRESSED)
        foreseen = _report(self).round.ministerial
        refused = why_not_addressed(foreseen) if foreseen else None
        offer_meetings(self, rows, foreseen, refused, none=NONE_AHEAD)


class EndorsementForm(ActForm):
    """What senior officials did, with reservations, amendments and confirmations to come."""

    power = "may_endorse"
    verbs = Q(is_endorsement=True) | Q(code=DEFERRED)
    confirm_by = day(_("to be confirmed by"), required=False)
    confirming = forms.ModelMultipleChoiceField(Party.objects.none(), label=_("who must confirm"), required=False)
    apart = (_("Only if endorsed ad referendum"), ("confirm_by", "confirming"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        obj: ConsolidatedReport = kwargs["obj"]
        self.rows = (reservations_offered(obj), amendments_offered(obj))
        super().__init__(*args, **kwargs)
        offer(self, "confirming", participants())
        self.fields["verb"].help_text = WHEN_DEFERRED
        dealt = obj.endorsements.filter(silence=None).values_list("meeting", flat=True)
        self.offer_held(obj.round.som, dealt=set(dealt), tabled_at=obj.tabled_at)

    def clean(self) -> dict[str, Any]:
        """The service's keywords; sentences stand at the fields they belong to."""
        given = super().clean() or self.cleaned_data
        reservations, amendments = (self.filled(kind, ignoring=("kind", "language")) for kind in self.rows)
        verb = given.get("verb")
        self._check_verb(verb.code if verb else "", amendments=bool(amendments))
        if self.errors:
            return given
        to_confirm = ToConfirm(given["confirm_by"], list(given["confirming"])) if given["confirming"] else None
        return {
            "act": self.act(),
            "reservations": [Reserved(**row) for row in reservations],
            "amendments": [Amended(row["paragraph"], {code: row[code] for code in LANGUAGES}) for row in amendments],
            "to_confirm": to_confirm,
        }

    def _check_verb(self, verb: str, *, amendments: bool) -> None:
        given = self.cleaned_data
        if verb == AS_AMENDED and not amendments:
            self.add_error("verb", _("List at least one amendment below, against its paragraph."))
        if amendments and verb and verb != AS_AMENDED:
            self.add_error(
                "verb", _("Amendments are listed below: choose “endorsed as amended” above, or remove them.")
            )
        if verb == AD_REFERENDUM:
            if not given.get("confirm_by"):
                self.add_error("confirm_by", _("Say by when it must be confirmed."))
            if not given.get("confirming"):
                self.add_error("confirming", _("Name who must confirm."))
        elif verb and given.get("confirming"):
            self.add_error("confirming", _("Only an endorsement ad referendum is confirmed afterwards."))


class ReviewForm(ActForm):
    """What ministers did, and what their decision asks for."""

    power = "may_review"
    verbs = Q(is_review=True) | Q(code=DEFERRED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.rows = (follow_ups_offered(_visible_activities(kwargs["actor"])),)
        super().__init__(*args, **kwargs)
        report = _report(self)
        if _is_transmitted(self):
            dealt = set(report.reviews.values_list("meeting", flat=True))
            self.offer_held(report.transmission.meeting, dealt=dealt, only=first_to_review(report))
        else:
            self.offer_held(None)

    def clean(self) -> dict[str, Any]:
        """The service's keywords."""
        given = super().clean() or self.cleaned_data
        rows = self.filled(self.rows[0])
        self._check_days()
        if self.errors:
            return given
        follow_ups = [
            ToFollowUp(
                title={code: row[code] for code in LANGUAGES},
                activities=list(row["activities"]),
                owner=row["owner"],
                due_on=row["due_on"],
            )
            for row in rows
        ]
        return {"act": self.act(), "follow_ups": follow_ups}

    def _check_days(self) -> None:
        """The service refuses it all the same: here it is said at the row."""
        kind, decided_on = self.rows[0], self.cleaned_data.get("decided_on")
        for number in range(kind.count):
            name = kind.field_name(number, "due_on")
            due_on = self.cleaned_data.get(name)
            if decided_on and due_on and due_on < decided_on:
                self.add_error(name, BEFORE_DECISION)


class ConfirmationForm(StepForm):
    """One participant's confirmation of an endorsement ad referendum."""

    party = forms.ModelChoiceField(Party.objects.none(), label=_("participant"))
    letter_number = forms.CharField(label=_("number of the letter"), max_length=80)
    confirmed_on = day(_("confirmed on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        awaited = participants().filter(
            pk__in=_report(self).endorsements.filter(confirmations__confirmed_on=None).values("confirmations__party")
        )
        offer(self, "party", awaited)


class PublishForm(StepForm):
    """The decision that allows the publication."""

    decision = forms.ModelChoiceField(Decision.objects.none(), label=_("published by decision"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = publishing_decisions(_report(self)).filter(pk__in=Decision.objects.visible_to(self.actor))
        offer(self, "decision", rows.select_related("meeting"))
        self.fields["decision"].initial = rows.first()


class CorrectionForm(StepForm):
    """A corrigendum or an addendum, in one language."""

    language = forms.ChoiceField(label=_("language"), choices=LANGUAGE_CHOICES, initial=lambda: language_order()[0])
    text = forms.CharField(label=_("text"), widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}))


def _report(form: StepForm) -> ConsolidatedReport:
    if not isinstance(form.obj, ConsolidatedReport):
        raise TypeError("These steps are a consolidated report's.")
    return form.obj


def _is_transmitted(form: StepForm) -> bool:
    return hasattr(form.obj, "transmission")


def _visible_activities(actor: Any) -> "QuerySet[Activity]":
    return Activity.objects.visible_to(actor)
