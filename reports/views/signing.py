"""How a participant signs: with one or with two, said by those who sign."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.actors import actor_on
from foundation.errors import DomainError
from reports.forms.signing import SigningForm
from reports.models import Contribution
from reports.permissions.contributions import can_choose_signing
from reports.selectors.signing import signs_together
from reports.services.signing import choose_signing
from reports.views.doors import contribution_page


@contribution_page("GET", "POST", drafts=True)
def signing(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Read the choice, or make it."""
    if request.method != "POST":
        return _page(request, contribution)
    form = SigningForm(request.POST)
    if not form.is_valid():
        return _page(request, contribution, form=form, status=400)
    chosen = form.cleaned_data
    try:
        choose_signing(contribution, actor=actor_on(request), seen=chosen["seen"], is_together=chosen["signs"])
    except DomainError as error:
        return _page(request, contribution, error=error, status=error.status)
    messages.success(request, _("Saved."))
    return redirect("portal-signing", uuid=contribution.uuid)


def _page(
    request: HttpRequest,
    contribution: Contribution,
    *,
    form: SigningForm | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponseBase:
    is_together = signs_together(contribution)
    may = can_choose_signing(actor_on(request), contribution)
    context = {
        "contribution": contribution,
        "is_together": is_together,
        "form": (form or SigningForm(stands=is_together)) if may else None,
        "error": error,
    }
    return render(request, "reports/signing.html", context, status=status)
