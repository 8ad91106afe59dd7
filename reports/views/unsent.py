"""A form that was sent without a session, or with a token of before the last sign-in: its words wait for their account.

They wait in the session that the browser has, which signing in carries on and signing out ends, and stand in the form
again, unsaved, for the account that the form was made for. Nothing is written before that account saves them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.csrf import csrf_failure

from foundation.accounts.middleware import ENDED
from foundation.accounts.models import User
from reports.device import account_name, is_of, marked_account
from reports.models import Contribution

PLACE = "khartoum.unsent"
"""Under which name a session holds them: those of one form, the last one that was sent."""
FORM = "portal-form"
MARK = "made-for"
OURS = frozenset({"csrfmiddlewaretoken", MARK})
"""What a form carries that nobody typed."""


@dataclass(frozen=True)
class Unsent:
    """What was sent, and the one section the form was about, by its name; empty: the whole form."""

    section: str
    words: QueryDict


def to_sign_in(request: HttpRequest, contribution: UUID) -> HttpResponseBase:
    """To the sign-in page and back; what was sent to the form waits for its account meanwhile."""
    answer = redirect_to_login(request.get_full_path())
    if _is_sent_to_form(request) and (account := marked_account(request.POST.get(MARK, ""), contribution)):
        _let_wait(request, account, contribution, request.POST.lists())
        answer["Location"] += f"&{ENDED}=unsent"
    return answer


def unsent(request: HttpRequest, contribution: Contribution) -> Unsent | None:
    """What waits for this reader in this form. What waits for another account is let go, and read by nobody."""
    waiting: dict[str, Any] | None = request.session.get(PLACE)
    if waiting is None:
        return None
    if not is_of(cast("User", request.user), waiting["account"]):
        let_go(request)
        return None
    if waiting["form"] != str(contribution.uuid):
        return None
    words = QueryDict(mutable=True)
    for name, values in waiting["words"]:
        words.setlist(name, values)
    return Unsent(waiting["section"], words)


def let_go(request: HttpRequest) -> None:
    """It was saved, or is not wanted any more."""
    request.session.pop(PLACE, None)


def keep_waiting(request: HttpRequest, contribution: Contribution, fields: Iterable[tuple[str, str]]) -> None:
    """These fields of what the reader sent were not saved: they wait in place of whatever waited."""
    account = account_name(cast("User", request.user))
    _let_wait(request, account, contribution.uuid, [(name, [value]) for name, value in fields])


def is_made_for_another(request: HttpRequest, contribution: Contribution) -> bool:
    """The form that was sent was opened by somebody else: nothing of it is written in the reader's name."""
    account = marked_account(request.POST.get(MARK, ""), contribution.uuid)
    return bool(account) and not is_of(cast("User", request.user), account)


def refused_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form that was too old to be sent; the form itself, with its words, for whoever it was made for.

    Only with a session: from another site a browser sends none, and what stands in the form is saved by nobody else.
    """
    match = request.resolver_match
    if request.user.is_authenticated and match is not None and _is_sent_to_form(request):
        contribution = match.kwargs["uuid"]
        account = marked_account(request.POST.get(MARK, ""), contribution)
        if account and is_of(request.user, account):
            _let_wait(request, account, contribution, request.POST.lists())
            return redirect(request.get_full_path())
    return csrf_failure(request, reason)


def _is_sent_to_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.view_name == FORM


def _let_wait(request: HttpRequest, account: str, contribution: UUID, fields: Iterable[tuple[str, list[str]]]) -> None:
    words = [(name, values) for name, values in fields if name not in OURS]
    section = request.GET.get("section", "")
    request.session[PLACE] = {"account": account, "form": str(contribution), "section": section, "words": words}
