"""How often each may ask the API: a key by its client, a person by the account, everybody else by the address."""

import ipaddress
from collections.abc import Callable
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from rest_framework.exceptions import APIException

from integrations.counting import WINDOW, Count, count
from integrations.models import ApiClient

OF_ONE_HOUSE = 64
"""The beginning of an IPv6 address that one house has: it gives itself as many addresses as it likes."""


class AskedTooOften(APIException):
    """One request too many: nothing was looked at."""

    status_code = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, counted: Count) -> None:
        self.wait = counted.wait
        sentence = ngettext(
            "These are more requests in a minute than the %(most)s that are allowed. Ask again in %(wait)s second.",
            "These are more requests in a minute than the %(most)s that are allowed. Ask again in %(wait)s seconds.",
            counted.wait,
        )
        super().__init__(sentence % {"most": counted.most, "wait": counted.wait}, code="too_many_requests")


class PaceOnAnswer:
    """Says on each answer of the API how its asker stands (draft-ietf-httpapi-ratelimit-headers-09)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What was counted for this request, if anything was."""
        response = self.get_response(request)
        counted: Count | None = getattr(request, "counted", None)
        if counted is not None:
            response["RateLimit-Policy"] = f'"requests";q={counted.most};w={int(WINDOW.total_seconds())}'
            response["RateLimit"] = f'"requests";r={counted.left};t={counted.wait}'
        return response


def count_request(request: HttpRequest, client: ApiClient | None = None) -> None:
    """Count this request before anything is done for it. Raises `AskedTooOften`."""
    asker, most = (f"client {client.uuid}", client.per_minute) if client else _without_a_key(request)
    request.counted = counted = count(asker, most)  # type: ignore[attr-defined]  # -- our own attribute, read above
    if counted.refused:
        raise AskedTooOften(counted)


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from; None behind a socket, where nobody knows."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None


def _without_a_key(request: HttpRequest) -> tuple[str, int]:
    if request.user.is_authenticated:
        return f"person {request.user.pk}", settings.API_PERSON_PER_MINUTE
    return f"address {_house(address_of(request))}", settings.API_ANONYMOUS_PER_MINUTE


def _house(address: str | None) -> str:
    """Whose requests are counted together: one IPv4 address, one IPv6 network, all whose address nobody knows."""
    if address is None:
        return ""
    known = ipaddress.ip_address(address)
    mapped = getattr(known, "ipv4_mapped", None) or known
    return str(ipaddress.ip_network(f"{mapped}/{OF_ONE_HOUSE}", strict=False)) if mapped.version == 6 else str(mapped)  # noqa: PLR2004 -- its own name
