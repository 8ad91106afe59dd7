"""Reporting rounds in the workbench: who is asked, the steps, and where each participant stands."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.clocks import own_zone
from foundation.errors import Sentence
from foundation.forms import StepForm
from foundation.rows import LabelledRows, WorkbenchInline
from foundation.steps import Step
from meetings.enums import AHEAD, MeetingState
from meetings.models import Meeting
from reports.admin.left_behind import before_closing, left_behind
from reports.admin.told import before_opening, before_the_cut_off, of_common_days
from reports.enums import RoundState
from reports.forms.letters import LetterForm
from reports.forms.rounds import AddresseeForm, EditionForm, ExtensionForm, RoundForm
from reports.models import Addressee, Round, Template
from reports.permissions.letters import can_receive_letters
from reports.permissions.rounds import can_agree_extension, can_move_edition, can_prepare_round, can_run_round
from reports.selectors.editions import with_later_edition
from reports.selectors.rounds import n_of_N, round_overview
from reports.services import editions, rounds
from reports.services.addressees import agree_extension
from reports.services.letters import register_letter
from reports.workflow import ROUND

FIXED = ("code", "plan", "period_begins_on", "period_ends_on", "state_template", "organisation_template")
OF_ONE_PARTICIPANT = ("register_letter", "agree_extension")
"""Steps that begin at the row of a participant in the overview, and end there."""


class AddresseeInline(WorkbenchInline):
    """Who is asked. The switches of participation fill the list when the round opens; then it is fixed."""

    model = Addressee
    form = AddresseeForm
    fields = ("party", "is_reminded", "counts_in_n", "extension_until", "paused_until", "note")
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 20})}}

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the names."""
        return super().get_queryset(request).select_related("party", "round")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """N is frozen at opening."""
        fixed = ["party", "counts_in_n"] if _has_opened(obj) else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody is added to an open round."""
        return not _has_opened(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor taken from it."""
        return not _has_opened(obj) and self._may_change_root(request, obj)


NOTHING_NOTED = Q(extension_until=None, paused_until=None, note="", is_reminded=True)


class NotedRows(LabelledRows):
    """Rows apart from those of the same table in which nothing is noted."""

    @classmethod
    def get_default_prefix(cls) -> str:
        """The names of their inputs begin otherwise."""
        return "noted"


class NotedInline(AddresseeInline):
    """Of an open round: those for whom a date or a note is kept."""

    formset = NotedRows

    def get_queryset(self, request: HttpRequest) -> Any:
        """With something that is said of this participant alone."""
        return super().get_queryset(request).exclude(NOTHING_NOTED)


class QuietInline(AddresseeInline):
    """Of an open round: everybody else, folded; a date or a note is given here too."""

    verbose_name_plural = _("Addressees with nothing noted")
    classes = ("collapse",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With nothing but empty dates."""
        return super().get_queryset(request).filter(NOTHING_NOTED)


STILL_TO_COME = (*AHEAD, MeetingState.POSTPONED)
NOT_TO_COME = _("Choose a meeting of this kind that has not taken place yet.")
NONE_TO_COME = _(
    "No meeting of this kind is still to come, so none can be chosen. Plan the meeting under Meetings, then choose it "
    "here; a round can do without it until then."
)


def _still_to_come(role: str, match: Any) -> Q:
    """Meetings that have not taken place; and the one that the round names already."""
    round_id = match.kwargs.get("object_id", "") if match is not None else ""
    named = Round.objects.filter(pk=round_id).values(role) if str(round_id).isdecimal() else Round.objects.none()
    return Q(state__in=STILL_TO_COME) | Q(pk__in=named.values(role))


def _has_opened(obj: Any) -> bool:
    return obj is not None and obj.state != RoundState.PREPARING


@admin.register(Round)
class RoundAdmin(WorkbenchAdmin):
    """A round with its addressees, its steps as buttons and its overview."""

    form = RoundForm
    workflow = ROUND
    change_form_template = "admin/reports/round/change_form.html"
    list_display = ("title", "state", "due_at", "period_begins_on", "period_ends_on", "code", "plan")
    list_select_related = ("plan",)
    list_filter = ("state", "plan")
    search_fields = ("code", "title_en", "title_fr", "title_ar")
    fields = (
        "code",
        "plan",
        "title_en",
        "title_fr",
        "title_ar",
        "state",
        ("period_begins_on", "period_ends_on"),
        "due_zone",
        "due_at",
        "cutoff_at",
        "state_template",
        "organisation_template",
        "som",
        "ministerial",
        "previous",
        "opened_at",
    )
    readonly_fields = ("opened_at",)
    inlines = (AddresseeInline,)
    save_service = staticmethod(rounds.save_round)
    may_add = staticmethod(can_prepare_round)
    may_change = staticmethod(can_run_round)
    steps = {
        "open": Step(
            rounds.open_round,
            confirm=_("Every participant that reports by its participation is asked now. Who is asked is then fixed."),
            warnings=before_opening,
        ),
        "next_edition": Step(
            editions.move_to_next_edition,
            EditionForm,
            confirm=_("Drafts keep their answers. What was sent stays as it was sent."),
            allowed=can_move_edition,
            label=_("Move to the next edition"),
            done=_("The round was moved to the next edition."),
        ),
        "agree_extension": Step(
            agree_extension,
            ExtensionForm,
            confirm=_("This participant is asked until then. The date of the round stands for everybody else."),
            allowed=can_agree_extension,
            label=_("Agree an extension"),
            done=_("The extension was agreed."),
        ),
        "register_letter": Step(
            register_letter,
            LetterForm,
            confirm=_("It counts as received from the moment it came. The participant is told, and asked to confirm."),
            allowed=can_receive_letters,
            label=_("Register a letter"),
            done=_("The letter was registered."),
        ),
        "close_to_contributions": Step(
            rounds.close_to_contributions,
            confirm=before_the_cut_off,
            warnings=left_behind,
        ),
        "close": Step(rounds.close_round, confirm=_("Nothing will be received any more."), warnings=before_closing),
    }

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new round is due on the clock of whoever prepares it, until another is chosen."""
        return {"due_zone": own_zone(), **super().get_changeform_initial_data(request)}

    def told_after(self, request: HttpRequest, saved: Round) -> Iterable[Sentence]:
        """While the period can be changed: which other rounds ask about days of it."""
        return () if _has_opened(saved) else of_common_days(saved, actor_on(request))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Once it is open, who is asked like everybody is folded away."""
        if not _has_opened(obj):
            return super().get_inlines(request, obj)
        noted = Addressee.objects.filter(round=obj).exclude(NOTHING_NOTED)
        return (NotedInline, QuietInline) if noted.exists() else (QuietInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What was announced when the round opened."""
        return [*super().get_readonly_fields(request, obj), *(FIXED if _has_opened(obj) else ())]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Meetings of the kind that endorses, or reviews, reports; templates written for those who will get them."""
        power = rounds.FORESEEN.get(db_field.name)
        if power is not None:
            kwargs["error_messages"] = {"invalid_choice": NOT_TO_COME}
            seen = Meeting.objects.visible_to(actor_on(request)).filter(Q((f"kind__{power}", True)))
            offered = seen.filter(_still_to_come(db_field.name, request.resolver_match))
            kwargs |= {"queryset": offered} | ({} if offered.exists() else {"help_text": NONE_TO_COME})
        written_for = rounds.WRITTEN_FOR.get(db_field.name)
        if written_for is not None:
            audience, refusal = written_for
            kwargs["error_messages"] = {"invalid_choice": refusal}
            kwargs["queryset"] = Template.objects.filter(audience=audience)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what says whether its questions have a later edition."""
        return with_later_edition(super().get_queryset(request))

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        """After what concerned one participant: back to the list of them, where the next one is."""
        response = super().step_view(request, object_id, step)
        if step in OF_ONE_PARTICIPANT and isinstance(response, HttpResponseRedirect):
            return HttpResponseRedirect(reverse("admin:reports_round_overview", args=[object_id]))
        return response

    def _step_form(self, request: HttpRequest, step: Step, obj: models.Model) -> StepForm:
        form = super()._step_form(request, step, obj)
        if isinstance(form, LetterForm | ExtensionForm):
            form.of_participant(request.GET.get("participant", ""))
        return form

    def get_urls(self) -> list[URLPattern]:
        """And the overview."""
        view = self.admin_site.admin_view(self.overview)
        return [path("<path:object_id>/overview/", view, name="reports_round_overview"), *super().get_urls()]

    def overview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Participant x round, for staff, in the alphabetical order of the language."""
        round_ = self.get_object(request, object_id)
        if round_ is None or request.method not in {"GET", "HEAD"}:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Where each participant stands"),
            "opts": self.opts,
            "original": round_,
            "rows": round_overview(round_, actor=actor_on(request), language=get_language()),
            "counts": n_of_N(round_),
            "receives_letters": can_receive_letters(actor_on(request), round_),
            "agrees_extensions": can_agree_extension(actor_on(request), round_),
        }
        return TemplateResponse(request, "admin/reports/round/overview.html", context)
