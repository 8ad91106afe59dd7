"""The form: sections, questions, follow-ups of each activity; what is typed is kept, whatever happens."""

import json
from collections import Counter
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.actors import actor_on
from foundation.errors import DomainError, RuleBroken
from foundation.forms import show
from reports.forms.answers import NUMBERED, AnswersForm
from reports.models import Contribution
from reports.permissions.contributions import can_write, is_open_for_writing
from reports.permissions.handed import can_hand_over
from reports.selectors.asked import Everything, everything_asked, template_of
from reports.selectors.attachments import files_by_section
from reports.selectors.contributions import due_moment
from reports.selectors.editions import earlier_names
from reports.selectors.handed import handed_of
from reports.selectors.progress import blockers, open_follow_ups
from reports.selectors.questions import questions_waiting
from reports.selectors.translating import answer_written
from reports.selectors.translations import translations_of
from reports.services.answers import write_answers
from reports.services.contributions import start_contribution
from reports.services.handing import finish_section, go_on_with_section
from reports.services.one_answer import Draft
from reports.services.prefill import last_language
from reports.views.arranged import Arranged, arranged
from reports.views.attachments import attaching_to
from reports.views.contribution import show_contribution
from reports.views.doors import contribution_page, seen_version
from reports.views.sent_words import form_of_today, with_sent_words
from reports.views.unsent import is_made_for_another, keep_waiting, let_go, unsent

MARKS = {"finish": finish_section, "go_on": go_on_with_section}
"""Buttons of the form that save it and say how far a section is that was handed to the reader."""
MADE_FOR_ANOTHER = gettext_lazy(
    "This form was opened by another account than yours, and nothing was saved. Save it again if the words are yours."
)


@contribution_page("POST")
def start(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Begin, with the answers of the last round filled in, and in their language; without any, in that of the page."""
    try:
        start_contribution(
            contribution,
            actor=actor_on(request),
            version=seen_version(request),
            now=timezone.now(),
            language=last_language(contribution) or request.LANGUAGE_CODE,
        )
    except DomainError as error:
        return show_contribution(request, contribution, error=error)
    return redirect("portal-form", uuid=contribution.uuid)


@contribution_page("GET", "POST", drafts=True)
def answers(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Answer: read the form, or save it."""
    waiting = unsent(request, request.path) if request.method != "POST" else None
    if waiting and waiting.section != request.GET.get("section", ""):
        return redirect(_form_about(contribution, waiting.section))
    sent = waiting.words if waiting else request.POST if request.method == "POST" else None
    if sent is None and not (is_open_for_writing(contribution) and can_write(actor_on(request), contribution)):
        return redirect("portal-contribution", uuid=contribution.uuid)
    asked = _asked(request, contribution)
    handed = list(handed_of(contribution, actor_on(request), now=timezone.now()))
    order = arranged(asked.sections, handed, actor=actor_on(request), contribution=contribution)
    if sent is None:
        return _page(request, contribution, form_of_today(asked, order, contribution), order)
    form, gone = with_sent_words(sent, asked, order, contribution, have_waited=waiting is not None)
    if waiting:
        return _page(request, contribution, form, order, waits=form.is_bound)
    if not form.is_valid():
        return _page(request, contribution, form, order, status=400)
    return _save(request, contribution, form, order, gone)


def _asked(request: HttpRequest, contribution: Contribution) -> Everything:
    """Everything that is asked, or the one section that is named in the address."""
    asked = everything_asked(contribution)
    chosen = [section for section in asked.sections if section.name == request.GET.get("section")]
    return Everything(chosen, []) if chosen else asked


def _save(
    request: HttpRequest, contribution: Contribution, form: AnswersForm, order: Arranged, gone: list[Draft]
) -> HttpResponseBase:
    buttons = {"confirming": request.POST.get("confirm", ""), "marked": request.POST.get("marked", "")}
    try:
        if is_made_for_another(request, contribution):
            raise RuleBroken(MADE_FOR_ANOTHER)
        written = write_answers(
            contribution,
            actor=actor_on(request),
            drafts=[*form.drafts(**buttons), *gone],
            now=timezone.now(),
            language=form.cleaned_data["language"],
            language_seen=NUMBERED[form.language_seen],
        )
        if not written.conflicts:
            _mark(request, order)
    except DomainError as error:
        show(form, error)
        return _page(request, contribution, form, order, status=error.status)
    if written.conflicts:
        form.show_conflicts(written.conflicts)
        return _page(request, contribution, form, order, status=409)
    let_go(request)
    if form.asked:
        messages.success(request, _said(request))
    if form.beyond:
        keep_waiting(request, [field for one in form.beyond for field in one.fields])
        return redirect(request.get_full_path())
    return _where_next(request, contribution, form)


def _mark(request: HttpRequest, order: Arranged) -> None:
    """Note that the reader has finished a section, or goes on with it, where a button of the form said so."""
    for button, service in MARKS.items():
        for handed in order.mine:
            if request.POST.get(button) == handed.anchor:
                service(handed, actor=actor_on(request), version=handed.version, now=timezone.now())


def _said(request: HttpRequest) -> str:
    marks = {
        "finish": _("Saved, and marked as finished. You may still change it."),
        "go_on": _("Saved, and no longer marked as finished."),
    }
    return next((said for button, said in marks.items() if request.POST.get(button)), _("Saved."))


def _where_next(request: HttpRequest, contribution: Contribution, form: AnswersForm) -> HttpResponseBase:
    """To the review, back to the form, or back to the very list or section the button stood in."""
    one = _one_section(request, form)
    if one and "save" in request.POST:
        return redirect(reverse("portal-contribution", kwargs={"uuid": contribution.uuid}) + "#changes")
    if "review" in request.POST:
        return redirect("portal-review", uuid=contribution.uuid)
    names = {section.name for section in form.asked}
    if request.POST.get("attach") in names:
        return redirect(attaching_to(contribution, request.POST["attach"]))
    name = request.POST.get("translate", "")
    if name and answer_written(contribution, name) is not None:
        page = reverse("portal-translate-draft", kwargs={"uuid": contribution.uuid, "name": name})
        return redirect(f"{page}?from=form")
    places = {f"l{item.list_name[1:]}" for item in form.questions() if item.is_of_list}
    places |= names
    list_name = request.POST.get("add", "")
    section = next((request.POST[one] for one in ("confirm", *MARKS) if request.POST.get(one)), "")
    place = f"l{list_name[1:]}" if list_name else section
    anchor = f"#{place}" if place in places else ""
    return redirect(_form_about(contribution, one) + anchor)


def _form_about(contribution: Contribution, section: str) -> str:
    """The address of the form, or of the form of one section."""
    only = f"?{urlencode({'section': section})}" if section else ""
    return reverse("portal-form", kwargs={"uuid": contribution.uuid}) + only


def _one_section(request: HttpRequest, form: AnswersForm) -> str:
    """The section that the address names, if the form is about that one only."""
    named = request.GET.get("section", "")
    return named if [section.name for section in form.asked] == [named] else ""


def _page(
    request: HttpRequest,
    contribution: Contribution,
    form: AnswersForm,
    order: Arranged,
    *,
    waits: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    files = files_by_section(contribution)
    follow_ups = open_follow_ups(form.asked, actor_on(request))
    waiting = questions_waiting([contribution], actor_on(request)).get(contribution.pk, [])
    sections = [
        (
            placed,
            follow_ups.get(placed.asked.activity.pk, []) if placed.asked.activity else [],
            order.handed.get(placed.asked.keys),
            files.get(placed.asked.keys, []),
        )
        for placed in form.sections(Counter(query.anchor for query in waiting))
    ]
    context = {
        "contribution": contribution,
        "due_at": due_moment(contribution),
        "form": form,
        "sections": sections,
        "blockers": blockers(form.asked),
        "waiting": len(waiting),
        "unsent": waits,
        "read": order.read,
        "mine": order.mine,
        "may_hand_over": can_hand_over(actor_on(request), contribution),
        "one_section": _one_section(request, form),
        "no_longer_asked": form.no_longer_asked,
        "earlier_names": json.dumps(earlier_names(template_of(contribution))),
        "translations": translations_of(contribution, actor_on(request), as_they_stand=True),
    }
    return render(request, "reports/form.html", context, status=status)
