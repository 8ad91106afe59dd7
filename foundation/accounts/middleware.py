"""Around the doors: tries have an end, an ended session is explained, no cache keeps what is answered to somebody."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url

from foundation.accounts.limits import TooManyTriesError

ENDED = "ended"
"""In the address of the sign-in page: the session this browser had is over."""
KEPT = "kept"
"""What it says where the browser keeps what was typed until it is signed in again."""


class AroundTheDoors:
    """Turns `TooManyTriesError` into a page, and marks the way to sign-in of whoever comes with an ended session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a redirect to sign-in says when it is because a session ended.

        What is answered to somebody is for nobody else: no cache on the way keeps it, whether or not it minds cookies.
        """
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirect) and _leads_to_sign_in(response) and _session_ended(request):
            response["Location"] += ("&" if "?" in response["Location"] else "?") + f"{ENDED}=1"
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
            response.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says when to try again."""
        if not isinstance(exception, TooManyTriesError):
            return None
        seconds = max(1, (exception.until - datetime.now(UTC)).total_seconds())
        response = render(request, "accounts/wait.html", {"minutes": ceil(seconds / 60)}, status=429)
        response["Retry-After"] = str(ceil(seconds))
        return response


def _leads_to_sign_in(response: HttpResponse) -> bool:
    """And does not say why yet."""
    to = urlsplit(response["Location"])
    asked = parse_qs(to.query)
    return to.path == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in asked and ENDED not in asked


def _session_ended(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty()
