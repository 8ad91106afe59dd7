"""Reminders in the workbench: what was said to whom, what waits to be sent, why reminders wait, and the ladders."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.helpers import AdminErrorList
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, actor_on
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.filters import FilledIn, called
from foundation.reference import by_code
from foundation.rows import WorkbenchInline
from foundation.screens import screen_of
from foundation.steps import Step
from foundation.wording import direction
from notifications.enums import NoticeState
from notifications.forms import LadderStepForm, PauseForm
from notifications.models import Ladder, LadderStep, Notice, Pause
from notifications.permissions import can_edit_ladder, can_pause
from notifications.registry import label_of
from notifications.services import ladders, pauses, sending
from notifications.services.sweep import as_prepared
from notifications.trial import LadderTrial, StepTrial, reached
from notifications.workflow import NOTICE
from parties.models import Office, Party

OF_PARTY = ("obligation__party__name_en", "obligation__party__name_fr", "obligation__party__name_ar")


@admin.register(Notice)
class NoticeAdmin(WorkbenchAdmin):
    """What was made of each step for each person; what was prepared is sent from here."""

    workflow = NOTICE
    list_display = ("recipient", "participant", "about", "day", "state", "moment")
    list_filter = ("state", "step__ladder")
    list_select_related = ("recipient", "obligation__party", "step__ladder", "message")
    search_fields = ("recipient__full_name", "recipient__email", *OF_PARTY)
    fields = (
        "recipient",
        "held",
        "participant",
        "about",
        "due_at",
        "step",
        "moment",
        "made_at",
        "state",
        "withdrawn_because",
        "message",
        "words",
    )
    readonly_fields = fields
    when_empty = {
        "title": _("Nobody has been reminded yet."),
        "text": _(
            "Each step of a ladder becomes a notice for each person it reaches, at its moment. What goes to senior"
            " officials waits here until the Presidency sends it."
        ),
        "url": reverse_lazy("admin:notifications_ladder_changelist"),
        "action": _("Ladders"),
    }
    steps = {
        "send": Step(
            sending.send_notice, confirm=_("It goes to this person in the words of the step, in their language.")
        )
    }

    def get_fields(self, request: HttpRequest, obj: Notice | None = None) -> Any:
        """Why it was withdrawn, and by what it goes, once it was and does; its words while it waits to be sent."""
        silent = {name for name in ("withdrawn_because", "message") if obj is not None and not getattr(obj, name)}
        if obj is None or obj.state != NoticeState.PREPARED or obj.obligation.is_internal:
            silent.add("words")
        return [name for name in super().get_fields(request, obj) if name not in silent]

    @admin.display(description=_("office"))
    def held(self, notice: Notice) -> Sentence:
        """By which office this person was written to."""
        return str(by_code(Office).get(notice.office, notice.office))

    @admin.display(description=_("what it will say"))
    def words(self, notice: Notice) -> SafeString:
        """The mail as its person would read it, for whoever is asked to send it."""
        mail = as_prepared(notice)
        return format_html(
            '<div class="mailbox__part written" lang="{}" dir="{}"><strong>{}</strong>\n\n{}</div>',
            mail.language,
            direction(mail.language),
            mail.subject,
            mail.body_text,
        )

    @admin.display(description=_("step"))
    def day(self, notice: Notice) -> Sentence:
        """By its day; what it is about stands beside it."""
        return capfirst(notice.step.day)

    @admin.display(description=_("participant"))
    def participant(self, notice: Notice) -> Party | None:
        """Whose request it is."""
        return notice.obligation.party

    @admin.display(description=_("request"), ordering="obligation__kind")
    def about(self, notice: Notice) -> Sentence:
        """What is asked, in words."""
        return label_of(notice.obligation.kind, str(notice.step.ladder))


def is_running(actor: Actor, pause: Pause) -> bool:
    """A pause that is not over, for those who may end it."""
    return pause.ended_at is None and pause.until > actor.now and can_pause(actor, pause)


@admin.register(Pause)
class PauseAdmin(WorkbenchAdmin):
    """Reminders that wait: noted with the reason, and ended; never rewritten."""

    form = PauseForm
    list_display = ("party", "reason", "since", "until", "ended_at")
    list_filter = (("ended_at", called(_("ended"), FilledIn)),)
    list_select_related = ("party",)
    search_fields = ("reason", "party__name_en", "party__name_fr", "party__name_ar")
    fields = ("party", "reason", "until", "since", "ended_at")
    readonly_fields = ("since", "ended_at")
    when_empty = {
        "title": _("No reminders are paused."),
        "text": _("Note here what was agreed with a participant: its people are not reminded until the day you name."),
    }
    save_service = staticmethod(pauses.note_pause)
    may_add = staticmethod(can_pause)
    steps = {
        "end": Step(pauses.end_pause, allowed=is_running, label=_("End the pause"), done=_("The pause was ended."))
    }


class LadderStepInline(WorkbenchInline):
    """The steps of a ladder, each with a page of its own for its offices and words."""

    model = LadderStep
    fields = ("anchor", "offset_days", "channel", "reached", "is_automatic", "is_used")
    readonly_fields = ("reached", "is_automatic")
    max_num = 0
    show_change_link = True

    @cached_property
    def offices(self) -> dict[str, Office]:
        """By their codes, for all rows of a page."""
        return by_code(Office)

    @admin.display(description=_("offices"))
    def reached(self, step: LadderStep) -> Sentence:
        """To whom it goes, in words."""
        return reached(step, self.offices)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- Django's signature
        """A step comes with its offices and words, on a page of its own: none is added here, whatever is sent."""
        return False


@admin.register(Ladder)
class LadderAdmin(WorkbenchAdmin):
    """How people are reminded of each kind of request."""

    list_display = ("name", "about", "is_used")
    search_fields = ("kind", "name_en", "name_fr", "name_ar")
    fields = ("about", "name_en", "name_fr", "name_ar", "is_used")
    readonly_fields = ("about",)
    inlines = (LadderStepInline,)
    save_service = staticmethod(ladders.save_ladder)
    may_change = staticmethod(can_edit_ladder)
    change_form_template = "admin/notifications/ladder/change_form.html"

    @admin.display(description=_("kind of request"), ordering="kind")
    def about(self, ladder: Ladder) -> Sentence:
        """What is asked, in words."""
        return label_of(ladder.kind, str(ladder))

    def get_urls(self) -> list[URLPattern]:
        """And the simulator."""
        view = self.admin_site.admin_view(self.simulator)
        return [path("<path:object_id>/simulator/", view, name="notifications_ladder_simulator"), *super().get_urls()]

    def simulator(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Who would get what, when and why, with the steps as they are typed; nothing is written."""
        ladder = self.get_object(request, object_id)
        if ladder is None or request.method not in {"GET", "HEAD", "POST"}:
            raise Http404
        trial = LadderTrial(ladder, request.POST if request.method == "POST" else None, now=actor_on(request).now)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Simulator"),
            "opts": self.opts,
            "original": ladder,
            "trial": trial,
            "may_change": can_edit_ladder(actor_on(request), ladder),
        }
        template = "admin/notifications/ladder/simulator.html"
        return TemplateResponse(request, template, context, status=trial.status)


TRY = "_try"
"""The button that shows what a step would bring, and saves nothing."""


def ladder_of(form: Any) -> Ladder | None:
    """Of the step in this form, as far as it names one."""
    if form.instance.ladder_id is not None:
        return cast("Ladder", form.instance.ladder)
    try:
        return cast("Ladder", form.fields["ladder"].clean(form["ladder"].value()))
    except ValidationError:
        return None


@admin.register(LadderStep)
class LadderStepAdmin(WorkbenchAdmin):
    """The day, the way, the offices and the words of one step, tried before it is saved; reached from its ladder."""

    form = LadderStepForm
    list_display = ("ladder", "anchor", "offset_days", "channel", "is_automatic", "is_used")
    list_select_related = ("ladder",)
    fields = (
        "ladder",
        "anchor",
        "offset_days",
        "channel",
        "offices",
        "is_automatic",
        "is_used",
        *(f"{name}_{code}" for code in ("en", "fr", "ar") for name in ("subject", "text")),
    )
    readonly_fields = ("reached", "is_automatic")
    save_service = staticmethod(ladders.save_step)
    may_add = staticmethod(can_edit_ladder)
    may_change = staticmethod(can_edit_ladder)
    change_form_template = "admin/notifications/ladderstep/change_form.html"

    @admin.display(description=_("offices"))
    def reached(self, step: LadderStep) -> Sentence:
        """To whom it goes, in words."""
        return reached(step, by_code(Office))

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Not on the index."""
        return False

    def get_fields(self, request: HttpRequest, obj: LadderStep | None = None) -> Any:
        """Whoever may not change it reads its offices by their names."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fields
        return ["reached" if name == "offices" else name for name in self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002 -- Django's signature
        """A step stays in its ladder."""
        return self.readonly_fields if obj is None else ("ladder", *self.readonly_fields)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """As everywhere; what is only tried comes back as it was typed."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.is_tried = TRY in request.POST
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """As everywhere, with the simulator under it for whoever may save the step."""
        form, step = context["adminform"].form, context["original"]
        may = self.has_add_permission(request) if step is None else self.has_change_permission(request, step)
        ladder = ladder_of(form) if may else None
        told: dict[str, Any] = {"show_save_and_add_another": False}
        if ladder is not None:
            typed = request.POST if TRY in request.POST else None
            trial = StepTrial(ladder, typed, step=form, now=actor_on(request).now)
            told |= {"trial": trial, "errors": AdminErrorList(form, ())}
        response = super().render_change_form(request, {**context, **told}, *args, **kwargs)
        response.status_code = told["trial"].status if "trial" in told else response.status_code
        return response

    def told_after(self, request: HttpRequest, saved: LadderStep) -> Iterable[Sentence]:  # noqa: ARG002 -- as there
        """By whom it is sent follows from its offices."""
        if not saved.is_automatic:
            yield _("At its moment it is prepared, and waits for the Presidency to send it.")

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:  # noqa: ARG002 -- as above
        """Back to its ladder."""
        return redirect(screen_of(obj.ladder))

    response_post_save_change = response_post_save_add
