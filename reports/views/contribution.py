"""One contribution as its participant sees it: what was sent, questions and replies, and what can be done now."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.actors import Actor, actor_on
from foundation.errors import DomainError, RuleBroken
from foundation.forms import show, version_in
from reports.enums import ContributionState, QueryState
from reports.forms.signing import ReplyForm
from reports.models import Clearance, Contribution, Query, SectionTerms, Snapshot
from reports.permissions.contributions import (
    EDITABLE,
    can_choose_signing,
    can_read_drafts,
    can_submit,
    can_write,
    is_open_for_writing,
)
from reports.permissions.letters import can_confirm
from reports.permissions.translations import can_translate
from reports.selectors.asked import asked_sections
from reports.selectors.attachments import files_of
from reports.selectors.became import what_became_of
from reports.selectors.clearances import clearances_of
from reports.selectors.contributions import due_moment, is_tabled, latest_snapshot, submissions_of, terms_of
from reports.selectors.differences import Change, changes_between
from reports.selectors.joint import joined_by, names_of, told_of
from reports.selectors.letters import ReadLetter, letter_of
from reports.selectors.obligations import ACCEPTING
from reports.selectors.openness import who_sees_now
from reports.selectors.progress import progress_of_all
from reports.selectors.signing import signs_together
from reports.selectors.snapshots import read_sections
from reports.selectors.translations import is_translated_by_staff, translations_of
from reports.services.contributions import BEGINNING
from reports.services.queries import nothing_to_add, reply_to_query
from reports.services.snapshots import said_now, working_version
from reports.services.terms import CHANGEABLE_TERMS
from reports.translating import Translating
from reports.views.doors import contribution_page, open_steps, seen_version
from reports.views.unsent import let_go, typed_before
from reports.workflow import QUERY

Asked = list[tuple[Query, ReplyForm | None]]
"""Questions, each with the form in which this reader may reply."""


@contribution_page("GET")
def contribution(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Read it."""
    return show_contribution(request, contribution)


def show_contribution(
    request: HttpRequest,
    contribution: Contribution,
    *,
    error: DomainError | None = None,
    replying: Mapping[int, ReplyForm] | None = None,
    unsent: str = "",
) -> HttpResponseBase:
    """The page of a contribution as it stands now; a refused step is said on it, with its status.

    `unsent`: what was written without a session and has no form any more.
    """
    actor = actor_on(request)
    if error is not None:
        contribution.refresh_from_db(fields=["state", "version"])
    joined, chosen = joined_by(contribution), terms_of(contribution)
    steps = [step for step in open_steps(contribution, actor) if joined is None or step not in BEGINNING]
    queries = _queries(request, contribution, replying or {})
    sent = _sent(contribution, chosen, actor)
    context = {
        "contribution": contribution,
        "due_at": due_moment(contribution),
        "steps": [step for step in steps if step != "agree"],
        **_can_do(contribution, actor, steps, queries),
        **sent,
        "joined": joined,
        "names": names_of(contribution, actor),
        "became": what_became_of(contribution, actor),
        "attachments": files_of(contribution).visible_to(actor),
        "who_sees_now": who_sees_now(contribution, chosen.values(), files_of(contribution), told_of(contribution)),
        "working": _working(request, contribution),
        "clearances": _clearances(request, contribution),
        "queries": queries,
        "changes": _changes(request, contribution, sent["snapshot"]),
        "error": error,
        "unsent": unsent or _unsent(request, queries, replying or {}),
        "form": next(iter((replying or {}).values()), None),
    }
    return render(request, "reports/contribution.html", context, status=error.status if error else 200)


def _sent(contribution: Contribution, chosen: Mapping[int, SectionTerms], actor: Actor) -> dict[str, Any]:
    """What was submitted last, by the form or by letter, with its translations; hardly anything before that."""
    snapshot = latest_snapshot(contribution) if contribution.submitted_at else None
    letter = letter_of(contribution) if contribution.submitted_at else None
    translations = translations_of(contribution, actor)
    return {
        "snapshot": snapshot,
        "submissions": submissions_of(contribution) if snapshot else [],
        "sections": read_sections(snapshot.content["sections"], chosen.values(), translations) if snapshot else [],
        "translating": _translating(contribution, snapshot, actor),
        "translations": replace(translations, as_they_stand=True),
        "is_translated_for_us": is_translated_by_staff(translations),
        "read": letter,
        "may_confirm": letter is not None and _may_confirm(letter, contribution, actor),
    }


def _rights(contribution: Contribution, actor: Actor) -> dict[str, bool]:
    """What the reader may do here besides the steps."""
    reads_drafts = can_read_drafts(actor, contribution)
    may_choose = contribution.state in CHANGEABLE_TERMS and can_submit(actor, contribution)
    tabled = may_choose and is_tabled(contribution)
    return {
        "may_choose_signing": can_choose_signing(actor, contribution) and reads_drafts,
        "may_write": is_open_for_writing(contribution) and can_write(actor, contribution),
        "may_set_terms": may_choose and not tabled,
        "terms_stand": may_choose and tabled,
        "may_print": contribution.state in EDITABLE and reads_drafts,
        "reads_earlier": contribution.state != ContributionState.NOT_STARTED and reads_drafts,
    }


def _can_do(contribution: Contribution, actor: Actor, steps: list[str], queries: Asked) -> dict[str, object]:
    """What the reader may do here, the questions without a reply, and the one thing that is next, if there is one."""
    rights = _rights(contribution, actor)
    may_agree = "agree" in steps and signs_together(contribution)
    possible = {
        "reply": any(form for _query, form in queries),
        "start": "start" in steps,
        "sign": may_agree,
        "review": rights["may_write"] and "submit" in steps and progress_of_all(asked_sections(contribution)).is_done,
        "form": rights["may_write"],
    }
    waiting = sum(query.state == QueryState.OPEN for query, _form in queries)
    return {
        **rights,
        "may_agree": may_agree,
        "waiting": waiting if contribution.round.state in ACCEPTING else 0,
        "next_step": next((step for step, is_possible in possible.items() if is_possible), ""),
    }


def _translating(contribution: Contribution, snapshot: Snapshot | None, actor: Actor) -> Translating | None:
    """Where those who write translate what was submitted last."""
    may = snapshot is not None and can_translate(actor, contribution)
    return Translating.in_portal(contribution, snapshot.number) if snapshot is not None and may else None


def _may_confirm(read: ReadLetter, contribution: Contribution, actor: Actor) -> bool:
    """What was arranged out of a letter is confirmed while its round takes contributions."""
    return read.is_current and contribution.round.state in ACCEPTING and can_confirm(actor, read.letter)


def _working(request: HttpRequest, contribution: Contribution) -> list[object]:
    """The answers as they stand, for those of the house who read drafts but do not write."""
    reads = can_read_drafts(actor_on(request), contribution) and not can_write(actor_on(request), contribution)
    return list(asked_sections(contribution)) if reads and contribution.state in EDITABLE else []


def _clearances(request: HttpRequest, contribution: Contribution) -> list[tuple[Clearance, bool]]:
    """Who cleared the answers: its own house's affair, like drafts."""
    if not can_read_drafts(actor_on(request), contribution) or not contribution.clearances.exists():
        return []
    return clearances_of(contribution, working_version(contribution))


def _changes(request: HttpRequest, contribution: Contribution, sent: Snapshot | None) -> list[Change]:
    """How the answers as they stand differ from what was submitted last, for those who read drafts."""
    reads = can_read_drafts(actor_on(request), contribution) and contribution.state in EDITABLE
    if sent is None or not reads or sent.content.get("route") == "letter":
        return []
    return changes_between(sent.content["sections"], said_now(contribution))


def _queries(request: HttpRequest, contribution: Contribution, replying: Mapping[int, ReplyForm]) -> Asked:
    """Questions with a form for those that this reader may answer."""
    actor, language = actor_on(request), get_language()
    shown: Asked = []
    rows = contribution.queries.select_related("question__section", "activity").prefetch_related("turns")
    for query in rows.order_by("asked_at", "id"):
        query.contribution = contribution
        may = "reply" in QUERY.available(query, actor) and contribution.round.state in ACCEPTING
        begun = {"language": language, **_typed(request, query)}
        empty = ReplyForm(initial=begun, auto_id=f"id_{query.uuid.hex}_%s")
        shown.append((query, replying.get(query.pk, empty) if may else None))
    return shown


def _typed(request: HttpRequest, query: Query) -> dict[str, Any]:
    """What was sent in reply to this question when there was no session, and waits for this reader."""
    return typed_before(request, reverse("portal-reply", kwargs={"uuid": query.contribution.uuid, "query": query.uuid}))


def _unsent(request: HttpRequest, queries: Asked, replying: Mapping[int, ReplyForm]) -> str:
    """What was written to a question that takes no reply any more."""
    over = [query for query, form in queries if form is None]
    written = [replying[query.pk].data.get("reply", "") for query in over if query.pk in replying]
    return next(filter(None, [*written, *(_typed(request, query).get("reply", "") for query in over)]), "")


@contribution_page("POST")
def reply(request: HttpRequest, contribution: Contribution, query: UUID) -> HttpResponseBase:
    """Answer a question, or say that there is nothing to add."""
    asked = get_object_or_404(Query.objects.visible_to(actor_on(request)), uuid=query, contribution=contribution)
    form = ReplyForm(request.POST, auto_id=f"id_{asked.uuid.hex}_%s")
    try:
        by: dict[str, Any] = {"actor": actor_on(request), "version": seen_version(request), "now": timezone.now()}
        by["read"] = version_in(request.POST.get("read", "")) or 0  # a page that does not say it has shown none
        if "nothing" in request.POST:
            _lose_no_reply(form)
            nothing_to_add(asked, **by)
        elif form.is_valid():
            reply_to_query(asked, reply=form.cleaned_data["reply"], language=form.cleaned_data["language"], **by)
        else:
            page = show_contribution(request, contribution, replying={asked.pk: form})
            page.status_code = 400
            return page
    except DomainError as error:
        form.is_valid()
        show(form, error)
        return show_contribution(request, contribution, error=error, replying={asked.pk: form})
    let_go(request)
    nothing = "nothing" in request.POST
    messages.success(request, _("You said that there is nothing to add.") if nothing else _("Your reply was sent."))
    return redirect("portal-contribution", uuid=contribution.uuid)


def _lose_no_reply(form: ReplyForm) -> None:
    """Whoever says that there is nothing to add beside a reply that was typed is asked which of the two it is."""
    if (form["reply"].value() or "").strip():
        said = _("You have written a reply. Send it, or empty the field if there is nothing to add.")
        raise RuleBroken(said, field="reply")
