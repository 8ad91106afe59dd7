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


def note_language(request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    """What this browser has chosen becomes the account's; otherwise the browser is given the account's."""
    if request is None:
        return
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in KNOWN:
        remember_language(user, chosen)
    else:
        request.language_of_account = user.language  # type: ignore[attr-defined]  # -- read below


def connect() -> None:
    """Listen for sign-ins."""
    user_logged_in.connect(note_language, dispatch_uid="accounts.language_of_account")


class LanguageOfAccount:
    """Sets the language cookie after a sign-in, and keeps a language chosen later."""

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
        if chosen is not None and chosen.value in KNOWN and isinstance(request.user, User):
            remember_language(request.user, chosen.value)
        return response


def speak_to(user: User, request: HttpRequest) -> None:
    """A page behind a link of a mail: in its reader's language, where this browser has chosen none."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) not in KNOWN and user.language in KNOWN:
        translation.activate(user.language)


def set_language(response: HttpResponse, language: str) -> None:
    """As Django sets it when somebody chooses a language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
