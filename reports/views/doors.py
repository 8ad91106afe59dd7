"""What every page of the portal begins with: who reads, which contribution, which version was seen."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.actors import Actor, actor_on
from foundation.errors import DomainError, IllegalTransition, NotAllowed
from foundation.forms import seen_version as version_carried
from reports.models import Contribution
from reports.permissions.contributions import can_read_drafts, is_open_for_writing
from reports.selectors.attachments import with_files_beside
from reports.selectors.contributions import with_extension
from reports.selectors.obligations import ACCEPTING
from reports.views.unsent import put_aside, say_what_was_not_done, to_sign_in
from reports.workflow import CONTRIBUTION

Page = Callable[..., HttpResponseBase]


def own_contribution(actor: Actor, uuid: UUID, *, drafts: bool = False) -> Contribution:
    """A contribution of the reader's own participant; staff read theirs in the workbench, foreign is missing.

    `drafts`: it comes with what its form says of its files.
    """
    if actor.reads_as_staff:
        raise Http404
    seen = with_extension(Contribution.objects.visible_to(actor)).select_related(
        "party", "authority", "letter", "round__plan", "round__state_template", "round__organisation_template"
    )
    return get_object_or_404(with_files_beside(seen) if drafts else seen, uuid=uuid)


def contribution_page(*methods: str, drafts: bool = False) -> Callable[[Page], Page]:
    """A page about one contribution. `drafts`: only for offices that read the working answers."""

    def decorate(view: Page) -> Page:
        @never_cache
        @require_http_methods(["HEAD", *methods] if "GET" in methods else list(methods))
        @wraps(view)
        def page(request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request, uuid)
            contribution = own_contribution(actor_on(request), uuid, drafts=drafts)
            if drafts and not can_read_drafts(actor_on(request), contribution):
                raise Http404
            say_what_was_not_done(request)
            if "forget" in request.POST:
                return put_aside(request)
            return view(request, contribution, **kwargs)

        return page

    return decorate


def seen_version(request: HttpRequest) -> int:
    """The version the reader saw. Raises `StaleVersion` when the form carried none."""
    return version_carried(request.POST.get("seen_version", ""))


def why_no_form(contribution: Contribution, error: DomainError | None = None) -> DomainError:
    """What is said to whoever sent a form that is not theirs to fill in now, in place of the form itself."""
    return error or (NotAllowed() if is_open_for_writing(contribution) else IllegalTransition())


def open_steps(contribution: Contribution, actor: Actor) -> list[str]:
    """The steps the reader may take now, as long as the round receives anything."""
    return CONTRIBUTION.available(contribution, actor) if contribution.round.state in ACCEPTING else []
