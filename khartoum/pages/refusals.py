"""No such address: a page for people, the one error shape for partner systems."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

API = "/api/"


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answers 404 for an address that leads nowhere."""
    if not request.path.startswith(API):
        return page_not_found(request, exception)
    said = {"code": "not_found", "detail": _("There is nothing at this address."), "attr": None}
    return JsonResponse({"type": "client_error", "errors": [said]}, status=404)
