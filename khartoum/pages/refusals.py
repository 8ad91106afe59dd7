"""No such address, or no database just now: a page for people, the one error shape for partner systems."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found, server_error

from foundation.outage import LOOKED_AFTER, RETRY_AFTER, is_outage, let_go

API = "/api/"


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answers 404 for an address that leads nowhere."""
    if not request.path.startswith(API):
        return page_not_found(request, exception)
    said = {"code": "not_found", "detail": _("There is nothing at this address."), "attr": None}
    return JsonResponse({"type": "client_error", "errors": [said]}, status=404)


def out_of_order(request: HttpRequest) -> HttpResponse:
    """Answers 503 where the database is away, 500 for a fault of ours. Django calls it while it handles the error."""
    if not is_outage(sys.exception()):
        return server_error(request)
    let_go()
    with translation.override(translation.get_language_from_request(request)):
        if request.path.startswith(API):
            said = {"code": "unavailable", "detail": str(LOOKED_AFTER), "attr": None}
            response: HttpResponse = JsonResponse({"type": "server_error", "errors": [said]}, status=503)
        else:
            response = HttpResponse(get_template("503.html").render(), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
