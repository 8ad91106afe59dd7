"""Puts the acting offices on each request: `request.actor`, made when first asked for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from foundation.accounts.models import User
from foundation.accounts.second_factor import lacks_second_factor
from foundation.actors import Actor
from parties.selectors import actor_of, staff_hat


class ActorMiddleware:
    """The admin site wears the staff hat, everything else the participant's: a person with both chooses by the door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor lazily, so that pages which ask nothing cost no query."""
        request.actor = SimpleLazyObject(lambda: actor_for_door(request))  # type: ignore[attr-defined]  # -- our own attribute
        return self.get_response(request)


def actor_for_door(request: HttpRequest) -> Actor:
    """The actor of a page request: the path says which hat is worn.

    Where staff need a second factor, nobody wears the staff hat without one; the workbench's own door says what to do.
    """
    actor = actor_of(request.user, hat="participant")
    if request.path.startswith("/admin/"):
        return actor.wearing(staff_hat(actor.held))
    if not actor.worn and not (isinstance(request.user, User) and lacks_second_factor(request.user)):
        return actor.wearing(staff_hat(actor.held))
    return actor
