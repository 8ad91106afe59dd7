"""Browsers that have let somebody in before: a signed cookie, so that its owner is not counted with strangers."""

import secrets
from typing import Any

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from foundation.accounts.models import User

COOKIE = "known_browser"
SALT = "foundation.accounts.known_browsers"
LIFETIME = 180 * 24 * 60 * 60
MOST_PEOPLE = 5
"""A browser that colleagues share knows the last five of them."""


def browser_that_knows(request: HttpRequest, address: str) -> str:
    """The name of this browser if somebody has signed in with it as `address`, else nothing."""
    name, people = _read(request)
    return name if _digest(address) in people else ""


def remember(*, request: HttpRequest, user: User, response: HttpResponse | None = None, **_kwargs: Any) -> None:
    """From now on this browser knows this person."""
    if response is None:
        return
    name, people = _read(request)
    mine = _digest(user.email)
    kept = [mine, *(one for one in people if one != mine)][:MOST_PEOPLE]
    value = signing.dumps({"name": name or secrets.token_hex(16), "people": kept}, salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=LIFETIME, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def connect() -> None:
    """Listen for sign-ins that are complete."""
    user_logged_in.connect(remember, dispatch_uid="accounts.known_browsers")


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return "", []
    return kept["name"], kept["people"]


def _digest(address: str) -> str:
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()[:32]
