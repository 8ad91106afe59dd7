"""A form that was sent without a session, or with a token of before the last sign-in: its words wait for their account.

They wait in the session that the browser has, which signing in carries on and signing out ends, and stand in the form
again, unsaved, for the account that the form was made for. Nothing is written before that account saves them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.csrf import csrf_failure

from foundation.accounts.middleware import ENDED, KEPT
from foundation.accounts.models import User
from reports.device import account_name, is_of, marked_account
from reports.models import Contribution

PLACE = "khartoum.unsent"
"""Under which name a session holds them: those of one form, the last one that was sent."""
UNDONE = "khartoum.undone"
"""Under which name it holds the page of the last button that was pressed without a session."""
BUTTONS = frozenset({"nothing", "confirm", "finish", "go_on"})
"""Buttons of forms whose words wait that do more than send them: nobody presses them a second time by itself."""
NOT_DONE = gettext_lazy("The button that you pressed did nothing: you were signed out by then. Press it here again.")
FORM, HOME = "portal-form", "portal"
WAITING = frozenset(
    {
        FORM,
        "portal-reply",
        "portal-comment",
        "portal-withdraw",
        "portal-reopen",
        "portal-translate",
        "portal-translate-draft",
        "portal-attachments",
        "portal-offline",
        "portal-take-in",
        "portal-sharing",
        "portal-clearance",
        "portal-review",
        "portal-terms",
    }
)
"""What takes words and choices that wait; of a file its name alone."""
STANDS_ON = {
    "portal-reply": "portal-contribution",
    "portal-comment": "portal-report",
    "portal-comment-withdraw": HOME,
    "portal-take-in": "portal-offline",
    "portal-start": "portal-contribution",
    "portal-handed": "portal-sharing",
    "portal-writers": "portal-sharing",
    "portal-joint-take-out": "portal-joint",
    "portal-attachment-remove": "portal-attachments",
    "portal-letter-confirm": "portal-contribution",
    "portal-letter-correct": "portal-contribution",
}
"""What nobody can open, since it is only sent to, and the page on which its form or its button stands."""
MARK = "made-for"
OURS = frozenset({"csrfmiddlewaretoken", MARK})
"""What a form carries that nobody typed."""


@dataclass(frozen=True)
class Unsent:
    """What was sent, and the one section the form was about, by its name; empty: the whole form."""

    section: str
    words: QueryDict


def to_sign_in(request: HttpRequest, thing: UUID) -> HttpResponseBase:
    """To the sign-in page and back; what was sent in a form about this thing waits for its account meanwhile."""
    answer, sent_to = redirect_to_login(shown_on(request)), _sent_to(request)
    why = "again" if request.method == "POST" else ""
    if sent_to and not _is_button_alone(request) and (account := marked_account(request.POST.get(MARK, ""), thing)):
        _let_wait(request, account, _typed(request))
        why = "unsent"
    elif sent_to == FORM and MARK not in request.POST:
        why = KEPT
    if not request.FILES and (why == "again" or (why and BUTTONS & request.POST.keys())):
        request.session[UNDONE] = shown_on(request)
    if why:
        answer["Location"] += f"&{ENDED}={'file' if request.FILES else why}"
    return answer


def say_what_was_not_done(request: HttpRequest) -> None:
    """Tell whoever comes back, once, that the button of this page that was pressed without a session did nothing."""
    if request.user.is_authenticated and request.session.get(UNDONE) == request.get_full_path():
        request.session.pop(UNDONE)
        messages.warning(request, NOT_DONE)


def shown_on(request: HttpRequest) -> str:
    """The address of the page on which the form stands that is sent; of any other page, its own."""
    match = request.resolver_match
    page = STANDS_ON.get(match.view_name) if match else None
    if match is None or page is None:
        return request.get_full_path()
    return reverse(page, kwargs={} if page == HOME else {"uuid": match.kwargs["uuid"]})


def typed_before(request: HttpRequest, sent_to: str) -> dict[str, Any]:
    """What waits for this reader in the form that is sent there, as its fields begin; nothing where nothing waits."""
    waiting = unsent(request, sent_to)
    return dict(waiting.words.items()) if waiting else {}


def unsent(request: HttpRequest, sent_to: str) -> Unsent | None:
    """What waits for this reader, sent to this address. What waits for another account is let go, read by nobody."""
    waiting: dict[str, Any] | None = request.session.get(PLACE)
    if waiting is None or not request.user.is_authenticated:
        return None
    if not is_of(request.user, waiting["account"]):
        request.session.pop(PLACE)
        return None
    if waiting.get("sent_to") != sent_to:
        return None
    words = QueryDict(mutable=True)
    for name, values in waiting["words"]:
        words.setlist(name, values)
    return Unsent(waiting["section"], words)


def let_go(request: HttpRequest) -> None:
    """What was sent to this address before was saved, or is not wanted any more."""
    if request.session.get(PLACE, {}).get("sent_to") == request.path:
        request.session.pop(PLACE)


def put_aside(request: HttpRequest) -> HttpResponseBase:
    """The button that lets go of what was sent before: the form, without it."""
    let_go(request)
    return redirect(shown_on(request))


def keep_waiting(request: HttpRequest, fields: Iterable[tuple[str, str]]) -> None:
    """These fields of what the reader sent were not saved: they wait in place of whatever waited."""
    account = account_name(cast("User", request.user))
    _let_wait(request, account, [(name, [value]) for name, value in fields])


def is_made_for_another(request: HttpRequest, contribution: Contribution) -> bool:
    """The form that was sent was opened by somebody else: nothing of it is written in the reader's name."""
    account = marked_account(request.POST.get(MARK, ""), contribution.uuid)
    return bool(account) and not is_of(cast("User", request.user), account)


def refused_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form that was too old to be sent; the form itself, with its words, for whoever it was made for.

    Only with a session: from another site a browser sends none, and what stands in the form is saved by nobody else.
    """
    match = request.resolver_match
    if request.user.is_authenticated and match is not None and _sent_to(request):
        account = marked_account(request.POST.get(MARK, ""), match.kwargs["uuid"])
        if account and is_of(request.user, account):
            _let_wait(request, account, _typed(request))
            return redirect(shown_on(request))
    return csrf_failure(request, reason)


def _sent_to(request: HttpRequest) -> str:
    """The name of the address a form was sent to whose words wait; empty for any other request."""
    match = request.resolver_match
    is_sent = request.method == "POST" and match is not None and match.view_name in WAITING
    return match.view_name if is_sent and match is not None else ""


def _is_button_alone(request: HttpRequest) -> bool:
    """That there is nothing to add says all, where no reply was typed beside it."""
    return "nothing" in request.POST and not request.POST.get("reply", "").strip()


def _typed(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """What was sent: words and choices as they are, and of a file, which cannot be kept, its name."""
    files = [(name, [file.name or "" for file in given]) for name, given in request.FILES.lists()]
    return [*request.POST.lists(), *files]


def _let_wait(request: HttpRequest, account: str, fields: Iterable[tuple[str, list[str]]]) -> None:
    words = [(name, values) for name, values in fields if name not in OURS]
    section = request.GET.get("section", "")
    request.session[PLACE] = {"account": account, "sent_to": request.path, "section": section, "words": words}
