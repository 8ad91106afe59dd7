"""Steps in the name of a participant: review and submit, nothing to report, withdraw, reopen, delete a draft."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.actors import actor_on
from foundation.errors import DomainError, Sentence, StaleVersion
from foundation.forms import show
from reports.enums import ContributionState as S
from reports.enums import HandedState
from reports.forms.signing import GiveReasonForm
from reports.forms.terms import TermsForm
from reports.models import Contribution
from reports.permissions.contributions import can_submit, can_write, is_open_for_writing
from reports.permissions.translations import can_translate_every_draft
from reports.selectors.asked import everything_asked, sections_asked
from reports.selectors.attachments import files_of
from reports.selectors.clearances import clearances_of
from reports.selectors.contributions import due_moment, is_tabled, terms_of
from reports.selectors.handed import handed_of
from reports.selectors.joint import names_of, told_of
from reports.selectors.openness import who_sees_now
from reports.selectors.progress import blockers
from reports.selectors.signing import signatures_of, signs_together
from reports.selectors.translations import translations_of
from reports.services import contributions, judging
from reports.services.signing import SIGNABLE, agree, sign_off
from reports.services.snapshots import digest_of, version_of_asked
from reports.services.terms import CHANGEABLE_TERMS, set_terms
from reports.views.contribution import show_contribution
from reports.views.doors import contribution_page, open_steps, seen_version
from reports.views.unsent import let_go, typed_before

OVERTAKEN = _(
    "Somebody else changed this contribution in the meantime, and nothing was saved. What you chose or wrote is kept: "
    "look at what stands now, then press the button again."
)


@contribution_page("GET", "POST", drafts=True)
def review(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Everything typed, what still stands in the way, who may see what; and the button that submits."""
    if request.method != "POST" and contribution.state not in SIGNABLE:
        return redirect("portal-contribution", uuid=contribution.uuid)
    is_together = signs_together(contribution)
    agrees = is_together and not can_submit(actor_on(request), contribution)
    form = _terms_form(request, contribution)
    if request.method != "POST":
        return _review_page(request, contribution, form, is_together=is_together)
    try:
        _check_read(request, contribution)
        if not agrees and not form.is_valid():
            return _review_page(request, contribution, form, is_together=is_together, status=400)
        signed = _sign(request, contribution, None if agrees else form)
    except DomainError as error:
        form, said = _shown_again(request, contribution, error), _worded(error)
        return _review_page(request, contribution, form, is_together=is_together, error=said, status=said.status)
    let_go(request)
    if signed.state == S.SUBMITTED:
        return redirect("portal-receipt", uuid=contribution.uuid)
    messages.success(request, _("You have signed. It is submitted once the other signature is given."))
    return redirect("portal-review", uuid=contribution.uuid)


def _check_read(request: HttpRequest, contribution: Contribution) -> None:
    """Raise `StaleVersion` before the choices are looked at: a page that is shown again says what stands now."""
    if seen_version(request) != contribution.version:
        raise StaleVersion


def _worded(error: DomainError) -> DomainError:
    """Whoever was overtaken is told what to do on a page that stands at the present version by now."""
    return StaleVersion(OVERTAKEN) if isinstance(error, StaleVersion) else error


def _shown_again(request: HttpRequest, contribution: Contribution, error: DomainError) -> TermsForm:
    """The choices of the page that says what was refused: the reader's own among those that others made meanwhile."""
    stale = ["version"] if isinstance(error, StaleVersion) else []
    contribution.refresh_from_db(fields=["state", *stale])
    return _terms_form(request, contribution, is_proposed=True)


def _sign(request: HttpRequest, contribution: Contribution, form: TermsForm | None) -> Contribution:
    """With the terms of the office that submits; who agrees changes nothing."""
    by: dict[str, Any] = {"actor": actor_on(request), "version": seen_version(request), "now": timezone.now()}
    if form is None:
        return agree(contribution, **by)
    return sign_off(contribution, terms=form.terms(), **by)


def _review_page(
    request: HttpRequest,
    contribution: Contribution,
    form: TermsForm,
    *,
    is_together: bool,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponseBase:
    everything = everything_asked(contribution)  # after the version: who sends what stands here must have read it
    asked = everything.sections
    actor = actor_on(request)
    steps = open_steps(contribution, actor)
    signed = signatures_of(contribution, actor, sha256=digest_of(contribution)) if is_together else []
    context = {
        "contribution": contribution,
        "due_at": due_moment(contribution),
        "asked": asked,
        "no_longer_asked": everything.no_longer_asked,
        "blockers": blockers(asked),
        "attachments": files_of(contribution),
        "unfinished": handed_of(contribution, actor, now=timezone.now()).filter(state=HandedState.HANDED),
        "form": form,
        "clearances": clearances_of(contribution, version_of_asked(contribution, asked)),
        "error": error,
        "may_write": is_open_for_writing(contribution) and can_write(actor, contribution),
        "may_submit": "submit" in steps,
        "may_agree": is_together and "agree" in steps and "submit" not in steps,
        "names": names_of(contribution, actor),
        "is_together": is_together,
        "signatures": signed,
        "translations": translations_of(contribution, actor, as_they_stand=True),
        "may_translate": can_translate_every_draft(actor, contribution),
        "unsent": typed_before(request, request.path),
    }
    return render(request, "reports/review.html", context, status=status)


def _terms_form(request: HttpRequest, contribution: Contribution, *, is_proposed: bool = False) -> TermsForm:
    """With the choices that were posted, if any were; `is_proposed`: as a proposal, over what stands by now."""
    return TermsForm(
        request.POST if request.method == "POST" and not is_proposed else None,
        sections=sections_asked(contribution),
        chosen=terms_of(contribution),
        files=list(files_of(contribution)),
        sent=request.POST if is_proposed else typed_before(request, request.path),
    )


@contribution_page("GET", "POST")
def terms(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Change who may see what, until the report is tabled; from then on read what stands."""
    form = _terms_form(request, contribution)
    if request.method == "POST":
        try:
            _check_read(request, contribution)
            if form.is_valid():
                set_terms(contribution, actor=actor_on(request), version=seen_version(request), terms=form.terms())
                let_go(request)
                return redirect("portal-contribution", uuid=contribution.uuid)
        except DomainError as error:
            form, said = _shown_again(request, contribution, error), _worded(error)
            if not _is_asked_for_terms(request, contribution):
                return show_contribution(request, contribution, error=error)
            return _terms_page(request, contribution, form, status=said.status, error=said)
    if not _is_asked_for_terms(request, contribution):
        return redirect("portal-contribution", uuid=contribution.uuid)
    return _terms_page(request, contribution, form, status=400 if form.errors else 200)


def _is_asked_for_terms(request: HttpRequest, contribution: Contribution) -> bool:
    """Whether the form is for this reader: it names files of the draft, which not everybody in the house reads."""
    return can_submit(actor_on(request), contribution) and contribution.state in CHANGEABLE_TERMS


def _terms_page(
    request: HttpRequest,
    contribution: Contribution,
    form: TermsForm,
    *,
    status: int,
    error: DomainError | None = None,
) -> HttpResponseBase:
    now = who_sees_now(contribution, terms_of(contribution).values(), files_of(contribution), told_of(contribution))
    stands = form.chosen() if is_tabled(contribution) else []
    context = {
        "contribution": contribution,
        "form": form,
        "who_sees_now": now,
        "stands": stands,
        "error": error,
        "unsent": typed_before(request, request.path),
    }
    return render(request, "reports/terms.html", context, status=status)


def confirmed(
    step: str, service: Callable[..., Any], *, title: Sentence, text: Sentence, after: str = "portal-contribution"
) -> Callable[..., HttpResponseBase]:
    """A page with one confirmation, then the step."""

    @contribution_page("GET", "POST")
    def page(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
        if request.method == "POST":
            try:
                service(contribution, actor=actor_on(request), version=seen_version(request), now=timezone.now())
            except DomainError as error:
                return show_contribution(request, contribution, error=error)
            return redirect(after, uuid=contribution.uuid)
        if step not in open_steps(contribution, actor_on(request)):
            return redirect("portal-contribution", uuid=contribution.uuid)
        context = {"contribution": contribution, "due_at": due_moment(contribution), "title": title, "text": text}
        return render(request, "reports/confirm.html", context)

    return page


def reasoned(
    step: str, service: Callable[..., Any], *, title: Sentence, text: Sentence
) -> Callable[..., HttpResponseBase]:
    """A page that asks for a reason, then the step."""

    @contribution_page("GET", "POST")
    def page(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
        form, status = GiveReasonForm(initial=typed_before(request, request.path)), 200
        if request.method == "POST":
            form = GiveReasonForm(request.POST)
            try:
                if form.is_valid():
                    service(
                        contribution,
                        actor=actor_on(request),
                        version=seen_version(request),
                        now=timezone.now(),
                        reason=form.cleaned_data["reason"],
                    )
                    let_go(request)
                    return redirect("portal-contribution", uuid=contribution.uuid)
                status = 400
            except DomainError as error:
                show(form, _worded(error))
                status = error.status
                contribution.refresh_from_db(fields=["state", "version"])
        elif step not in open_steps(contribution, actor_on(request)):
            return redirect("portal-contribution", uuid=contribution.uuid)
        context = {"contribution": contribution, "form": form, "title": title, "text": text}
        return render(request, "reports/confirm.html", context, status=status)

    return page


nothing_to_report = confirmed(
    "declare_nothing",
    contributions.declare_nothing_to_report,
    title=_("Nothing to report for this period"),
    text=_(
        "You declare that your participant has nothing to report for this period. You can undo it until the cut-off."
    ),
    after="portal-receipt",
)
undo_nothing = confirmed(
    "undo_nothing",
    contributions.undo_nothing_to_report,
    title=_("Report after all"),
    text=_("The declaration is taken back and the form is open to you again."),
)
delete_draft = confirmed(
    "delete_draft",
    contributions.delete_draft,
    title=_("Delete the draft"),
    text=_("Everything typed is deleted for good. Nobody outside your participant has seen it."),
)
withdraw = reasoned(
    "withdraw",
    contributions.withdraw_contribution,
    title=_("Withdraw"),
    text=_("The contribution is no longer counted. The reason is recorded."),
)
reopen = reasoned(
    "reopen",
    judging.reopen_contribution,
    title=_("Reopen"),
    text=_(
        "You can change the answers and submit them again. What was submitted before is kept. The reason is recorded."
    ),
)
