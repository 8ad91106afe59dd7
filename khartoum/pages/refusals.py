"""Nothing to be read, no such address, or no database just now: a page for people, the one error shape for systems."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from foundation.outage import RETRY_AFTER, Trouble, let_go, trouble_of

API = "/api/"


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answers 404 for an address that leads nowhere, and reads nothing of what was sent there: it may be broken."""
    if not request.path.startswith(API):
        return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
    return _in_json("not_found", _("There is nothing at this address."), status=HTTPStatus.NOT_FOUND)


def not_read(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answers 400 for what cannot be read before any view is asked: another character set, another host's name.

    Nothing of it is read here either: Django's own answer looks for a token in what was sent, and falls over it.
    """
    if not request.path.startswith(API):
        return HttpResponseBadRequest(get_template("400.html").render())
    sentence = _("Something in the address or in what was sent is not as expected. Nothing was changed.")
    return _in_json("not_read", sentence, status=HTTPStatus.BAD_REQUEST)


def out_of_order(request: HttpRequest) -> HttpResponse:
    """Answers 409 or 503 for a trouble with the database, 500 for a fault of ours. Django calls it at the error."""
    trouble = trouble_of(sys.exception(), method=str(request.method))
    if trouble is None:
        return server_error(request)
    let_go()
    with translation.override(translation.get_language_from_request(request)):
        response = _told(request, trouble)
    if trouble.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _told(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    if not request.path.startswith(API):
        return HttpResponse(get_template("database.html").render({"trouble": trouble}), status=trouble.status)
    return _in_json(trouble.code, str(trouble.sentence), status=trouble.status)


def _in_json(code: str, sentence: str, *, status: int) -> JsonResponse:
    """The error shape of the API, where none of its views was asked."""
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "client_error"
    said = {"code": code, "detail": sentence, "attr": None, "pointer": None}
    return JsonResponse({"type": kind, "errors": [said]}, status=status)
