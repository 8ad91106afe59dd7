"""The language of the last visit: kept on the account, in a cookie where nobody is signed in, and in every mail."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from foundation.accounts.models import User
from foundation.accounts.services import remember_language

KNOWN = frozenset(code for code, _name in settings.LANGUAGES)
OF_AN_ACCOUNT = "language_of_account"
"""The cookie that says whose the language is: an account's, which was signed in here, and not this browser's own."""


def note_language(request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    """What was chosen at the door becomes the account's; the browser is given the account's.

    What it still has from the account before is nobody's choice: the next one would be written to in that language.
    """
    if request is None:
        return
    chosen = chosen_at_the_door(request)
    if chosen is not None:
        remember_language(user, chosen)
    request.language_of_account = user.language  # type: ignore[attr-defined]  # -- read below


def connect() -> None:
    """Listen for sign-ins."""
    user_logged_in.connect(note_language, dispatch_uid="accounts.language_of_account")


class LanguageOfAccount:
    """Sets the language cookie after a sign-in, and keeps a language chosen later: for the account, or the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the cookie where the account's language was noted."""
        response = self.get_response(request)
        language = getattr(request, "language_of_account", None)
        if language is not None:
            set_language(response, language)
            return response
        chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is not None and chosen.value in KNOWN:
            if isinstance(request.user, User):
                remember_language(request.user, chosen.value)
                set_language(response, chosen.value)
            else:
                response.delete_cookie(OF_AN_ACCOUNT, samesite="Lax")
        return response


def chosen_at_the_door(request: HttpRequest) -> str | None:
    """The language that somebody chose in this browser while nobody was signed in; none if it is an account's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in KNOWN and not request.COOKIES.get(OF_AN_ACCOUNT) else None


def speak_to(user: User, request: HttpRequest) -> None:
    """A page behind a link of a mail: in its reader's language, where this browser has chosen none."""
    if chosen_at_the_door(request) is None and user.language in KNOWN:
        translation.activate(user.language)


def set_language(response: HttpResponse, language: str) -> None:
    """As Django sets it when somebody chooses a language, and beside it that it is an account's."""
    for name, value in ((settings.LANGUAGE_COOKIE_NAME, language), (OF_AN_ACCOUNT, "1")):
        response.set_cookie(
            name,
            value,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
