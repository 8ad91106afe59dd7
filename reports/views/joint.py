"""Joint contributions: whom one's own names, and what another participant asks one's own to confirm."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.actors import actor_on
from foundation.errors import DomainError
from foundation.forms import show
from reports.forms.joint import NameForm
from reports.models import Attachment, Contribution, JointName
from reports.permissions.contributions import is_open_for_writing
from reports.permissions.joint import can_name
from reports.selectors.contributions import due_moment, own_in_round, terms_of
from reports.selectors.joint import changes_since_answered, could_be_named, named_for, names_of, was_asked
from reports.selectors.obligations import ACCEPTING
from reports.selectors.snapshots import read_sections
from reports.selectors.translations import translations_read
from reports.services.joint import WITHOUT_A_REPORT, confirm, decline, name_participant, take_out
from reports.views.doors import contribution_page, seen_version
from reports.views.unsent import say_what_was_not_done, to_sign_in
from reports.workflow import JOINT

OVER = gettext_lazy(
    "The joint contribution that your participant was asked to confirm was withdrawn, or does not speak in its name "
    "any more. There is nothing to confirm."
)
ANSWERS: dict[str, Callable[..., JointName]] = {"confirm": confirm, "decline": decline}


@contribution_page("GET", "POST", drafts=True)
def joint(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """In whose name the contribution speaks, who has confirmed; and the form that names one more."""
    if request.method != "POST":
        return _page(request, contribution)
    form = NameForm(request.POST, parties=could_be_named(contribution))
    try:
        if not form.is_valid():
            return _page(request, contribution, form=form, status=400)
        name_participant(
            contribution,
            actor=actor_on(request),
            version=seen_version(request),
            party=form.cleaned_data["party"],
        )
    except DomainError as error:
        show(form, error)
        return _page(request, contribution, form=form, error=error, status=error.status)
    messages.success(request, _("Saved."))
    return redirect("portal-joint", uuid=contribution.uuid)


@contribution_page("POST", drafts=True)
def leave_out(request: HttpRequest, contribution: Contribution, name: UUID) -> HttpResponseBase:
    """Take a participant out again."""
    seen = JointName.objects.visible_to(actor_on(request)).select_related("contribution")
    found = get_object_or_404(seen, uuid=name, contribution=contribution)
    try:
        take_out(found, actor=actor_on(request), version=seen_version(request), now=timezone.now())
    except DomainError as error:
        return _page(request, contribution, error=error, status=error.status)
    messages.success(request, _("Saved."))
    return redirect("portal-joint", uuid=contribution.uuid)


def _page(
    request: HttpRequest,
    contribution: Contribution,
    *,
    form: NameForm | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponseBase:
    contribution.refresh_from_db(fields=["state", "version"])
    may = is_open_for_writing(contribution) and can_name(actor_on(request), contribution)
    context = {
        "contribution": contribution,
        "due_at": due_moment(contribution),
        "names": names_of(contribution, actor_on(request)),
        "form": (form or NameForm(parties=could_be_named(contribution))) if may else None,
        "error": error if error is not None and (form is None or not may) else None,
    }
    return render(request, "reports/joint.html", context, status=status)


@never_cache
@require_http_methods(["HEAD", "GET", "POST"])
def joint_name(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """What another participant submitted in our name too: to read, to confirm or to decline."""
    if not request.user.is_authenticated:
        return to_sign_in(request, uuid)
    found = named_for(actor_on(request)).filter(uuid=uuid).first()
    if found is None:
        return _over(request, uuid)
    say_what_was_not_done(request)
    if request.method != "POST":
        return _text(request, found)
    service = ANSWERS.get(request.POST.get("step", ""))
    if service is None:
        raise Http404
    try:
        service(found, actor=actor_on(request), version=seen_version(request), now=timezone.now())
    except DomainError as error:
        again = named_for(actor_on(request)).filter(uuid=uuid).first()
        return _text(request, again, error=error) if again else _over(request, uuid)
    messages.success(request, _("Saved."))
    return redirect("portal-joint-name", uuid=uuid)


def _over(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Whoever comes to a contribution that is withdrawn is told so, if it was put to its participant; else a 404."""
    if not was_asked(actor_on(request), uuid):
        raise Http404
    messages.warning(request, OVER)
    return redirect("portal")


def _text(request: HttpRequest, found: JointName, *, error: DomainError | None = None) -> HttpResponseBase:
    actor = actor_on(request)
    snapshot, theirs = found.snapshot, own_in_round(found.round_id, found.party_id)
    said = snapshot.content["sections"] if snapshot else []
    held = [file["uuid"] for section in said for file in section.get("files", [])]
    files = Attachment.objects.visible_to(actor).filter(contribution=found.contribution_id, uuid__in=held)
    context = {
        "joint": found,
        "snapshot": snapshot,
        "changes": changes_since_answered(found),
        "sections": read_sections(
            said, terms_of(found.contribution).values(), translations_read(found.contribution, actor)
        ),
        "attachments": files.select_related("section", "activity").without_content(),
        "steps": JOINT.available(found, actor) if found.round.state in ACCEPTING else [],
        "theirs": theirs if theirs is not None and theirs.state not in WITHOUT_A_REPORT else None,
        "error": error,
    }
    return render(request, "reports/joint_name.html", context, status=error.status if error else 200)
