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
    is_together = signs_together(contribution)
    form = SigningForm(request.POST if request.method == "POST" else None, initial={"signs": int(is_together)})
    context = {"contribution": contribution, "is_together": is_together}
    context["form"] = form if can_choose_signing(actor_on(request), contribution) else None
    if request.method != "POST":
        return render(request, "reports/signing.html", context)
    if not form.is_valid():
        return render(request, "reports/signing.html", context, status=400)
    try:
        choose_signing(contribution, actor=actor_on(request), is_together=form.cleaned_data["signs"] == "1")
    except DomainError as error:
        return render(request, "reports/signing.html", {**context, "error": error}, status=error.status)
    messages.success(request, _("Saved."))
    return redirect("portal-signing", uuid=contribution.uuid)
