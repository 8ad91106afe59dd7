"""Where somebody was going who was led to add a second factor first: kept in the session, offered once it is there."""

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from foundation.actors import actor_on

GOING_TO = "going_to"
"""The key in the session."""


def keep_going_to(request: HttpRequest) -> None:
    """Keep the page that was asked for, if it is one of ours."""
    page = request.GET.get(REDIRECT_FIELD_NAME, "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        request.session[GOING_TO] = page


def going_to(request: HttpRequest) -> str:
    """The page that was kept; without one, where the work of this reader begins."""
    begins = "admin:index" if actor_on(request).opens_workbench else "portal"
    return request.session.get(GOING_TO) or reverse(begins)
