"""The workbench shows moments on its reader's own clock, and says at the foot of each page which one that is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from foundation.accounts.models import User

WORKBENCH = "/admin/"


class ClockOfReader:
    """Sets the time zone of Django's own pages; pages of ours name a zone with each moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer on the clock of the account; outside the workbench nobody is looked up."""
        if not request.path.startswith(WORKBENCH) or not isinstance(request.user, User):
            return self.get_response(request)
        with timezone.override(request.user.time_zone):
            return self.get_response(request)
