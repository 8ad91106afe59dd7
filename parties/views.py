"""The page on which whoever submits for a participant says, once a year, that they still hold the office."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.actors import actor_on
from foundation.errors import DomainError
from foundation.forms import seen_version
from parties.models import Mandate
from parties.permissions import can_confirm_own
from parties.selectors import YearlyConfirmation
from parties.services import confirm_own_mandate


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The reader's own office: by which letter it was given, until when it is confirmed, and the one button."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    mandate = _own(request, uuid)
    if request.method != "POST":
        return _page(request, mandate)
    try:
        seen = seen_version(request.POST.get("seen_version", ""))
        confirm_own_mandate(mandate, actor=actor_on(request), version=seen, now=timezone.now())
    except DomainError as error:
        return _page(request, _own(request, uuid), error=error)
    messages.success(request, _("Thank you: your office is confirmed for another year."))
    return redirect("portal-office", uuid=uuid)


def _own(request: HttpRequest, uuid: UUID) -> Mandate:
    """An office that the reader holds and submits by; any other is not there."""
    rows = Mandate.objects.filter(uuid=uuid, ended_at=None).select_related("office", "party")
    mandate = rows.first()
    if mandate is None or not can_confirm_own(actor_on(request), mandate):
        raise Http404
    return mandate


def _page(request: HttpRequest, mandate: Mandate, *, error: DomainError | None = None) -> HttpResponseBase:
    asked = YearlyConfirmation.of(mandate, timezone.now())
    context = {"mandate": mandate, "asked": asked, "error": error}
    return render(request, "parties/office.html", context, status=error.status if error else 200)
