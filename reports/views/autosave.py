"""One field while somebody types, and who else is in the form: small answers for a script, never a whole page."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_time
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from foundation.accounts.models import User
from foundation.actors import actor_on
from foundation.errors import Crossed, DomainError, RuleBroken
from foundation.forms import version_in
from foundation.localized import LANGUAGES
from foundation.wording import reader_locale
from reports.device import is_of
from reports.enums import Since
from reports.forms.answers import NUMBERED
from reports.models import Contribution
from reports.permissions.contributions import can_read_drafts
from reports.selectors.asked import asked_sections, template_key_of
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.selectors.handed import handed_of
from reports.selectors.presence import others_here
from reports.selectors.progress import blockers, progress_of
from reports.selectors.questions import questions_waiting
from reports.selectors.words import as_typed
from reports.services.autosave import Typed, save_field, save_language
from reports.services.one_answer import Conflict
from reports.services.presence import be_seen
from reports.validators import as_written
from reports.views.arranged import arranged
from reports.views.doors import contribution_page, own_contribution

SIGN_IN = 401
LANGUAGE = "language"
"""The name of the field in which the language of the answers is chosen."""


def from_script(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """An address for a script on the form: who is signed out, or signed in as somebody else, is told so in JSON."""

    @never_cache
    @require_POST
    @wraps(view)
    def answer(request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponseBase:
        typed_by = request.POST.get("account", "")
        if not request.user.is_authenticated or not _is_typed_by(request.user, typed_by):
            return JsonResponse({"state": "sign_in"}, status=SIGN_IN)
        contribution = own_contribution(actor_on(request), uuid)
        if not can_read_drafts(actor_on(request), contribution):
            raise Http404
        return view(request, contribution, **kwargs)

    return answer


def _is_typed_by(user: User, account: str) -> bool:
    """A form left open while somebody else signed in must not be sent in the other's name."""
    return not account or is_of(user, account)


@from_script
def save(request: HttpRequest, contribution: Contribution, name: str) -> HttpResponseBase:
    """Save one field. 200 names the version and the SHA-256 of the very text that is stored now."""
    text = request.POST.get("text", "")
    if name == LANGUAGE:
        return _save_language(request, contribution, text)
    try:
        closes = {"0": False, "1": True}.get(request.POST.get("closes", ""))
        confirms, language = "confirms" in request.POST, request.POST.get("language", "")
        spoken = request.POST.get("spoken", "")
        typed = Typed(text, _version(request), confirms=confirms, closes=closes, language=language, spoken=spoken)
        kept = save_field(contribution, name, actor=actor_on(request), typed=typed, now=timezone.now())
    except Crossed:
        raise  # no refusal of what was typed: the script sends it again by itself
    except DomainError as error:
        return JsonResponse({"state": "refused", "said": str(error)}, status=error.status)
    if isinstance(kept, Conflict):
        return JsonResponse({"state": "conflict", **_theirs(kept.asked)}, status=409)
    if kept.text != as_written(kept.kind, text):
        return JsonResponse({"state": "newer", **_theirs(kept)})
    said = _kept_at(request) if kept.text and _is_gone(contribution, kept) else _saved_at(request)
    return _saved(text, kept.version, said=said, since=_since(contribution, kept))


def _save_language(request: HttpRequest, contribution: Contribution, language: str) -> HttpResponseBase:
    """The language of the answers is one more field. Its version is which of ours stood there, counted from one."""
    try:
        seen = NUMBERED.get(_version(request), "")
        stands = save_language(contribution, language, actor=actor_on(request), seen=seen)
    except Crossed:
        raise  # as above
    except DomainError as error:
        return JsonResponse({"state": "refused", "said": str(error)}, status=error.status)
    version = LANGUAGES.index(stands) + 1
    if stands != language:
        return JsonResponse({"state": "conflict", "text": stands, "version": version, "language": ""}, status=409)
    return _saved(language, version, said=_saved_at(request))


def _saved(text: str, version: int, **more: str) -> JsonResponse:
    received = hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()
    return JsonResponse({"state": "saved", "version": version, "sha256": received, **more})


def _is_gone(contribution: Contribution, asked: AskedQuestion) -> bool:
    """Whether the question has no successor in the edition that is asked now; the page still has a field for it."""
    return asked.question.section.template_id != template_key_of(contribution)


def _since(contribution: Contribution, asked: AskedQuestion) -> str:
    """What became of the answer since the last contribution, for the badge beside it; empty where there is none."""
    since = replace(asked, is_compared=contribution.prefilled_from_id is not None).since
    return str(since.label) if since and since is not Since.UNCONFIRMED else ""


def _version(request: HttpRequest) -> int:
    seen = version_in(request.POST.get("version", ""))
    if seen is None:
        raise RuleBroken(_("This form is of another day. Open the page again."))
    return seen


def _theirs(asked: AskedQuestion) -> dict[str, Any]:
    """What stands there now, and under which question, in the language it was written in; by whom is not said."""
    language = asked.answer.language if asked.answer else ""
    return {
        "called": asked.called,
        "text": as_typed(asked.kind, asked.text),
        "version": asked.version,
        "language": language,
    }


def _saved_at(request: HttpRequest) -> str:
    return _("Saved %(time)s") % {"time": _clock(request)}


def _kept_at(request: HttpRequest) -> str:
    return _(
        "Saved %(time)s. This question is no longer asked: your words are kept at the end of the form and are not sent."
    ) % {"time": _clock(request)}


def _clock(request: HttpRequest) -> str:
    zone = ZoneInfo(cast("User", request.user).time_zone)
    return format_time(timezone.now(), "HH:mm", tzinfo=zone, locale=reader_locale())


@contribution_page("GET", drafts=True)
def counts(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """How far the sections named in the address are by now, and what is still to be done, as the form says it."""
    named = set(request.GET.getlist("section"))
    if not named:
        return HttpResponse()
    asked = asked_sections(contribution)
    waiting = questions_waiting([contribution], actor_on(request)).get(contribution.pk, [])
    by_section = Counter(query.anchor for query in waiting)
    sections = [
        (section.name, replace(progress_of(section), waiting=by_section[section.name]))
        for section in asked
        if section.name in named
    ]
    standing = blockers(_in_the_form(request, contribution, asked))
    context = {"contribution": contribution, "sections": sections, "blockers": standing}
    return render(request, "reports/counts.html", context)


def _in_the_form(request: HttpRequest, contribution: Contribution, asked: list[AskedSection]) -> list[AskedSection]:
    """The sections that the reader's form has fields for; one alone where the form was opened for it."""
    handed = list(handed_of(contribution, actor_on(request), now=timezone.now()))
    order = arranged(asked, handed, actor=actor_on(request), contribution=contribution)
    only = request.GET.get("only", "")
    return [section for section in order.written if only in {"", section.name}]


@from_script
def who(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Note where the reader is, and say who else is in this form."""
    actor, now = actor_on(request), timezone.now()
    try:
        be_seen(contribution, actor=actor, place=request.POST.get("place", ""), now=now)
    except DomainError as error:
        return HttpResponse(status=error.status)
    others = others_here(contribution, actor=actor, now=now)
    return render(request, "reports/who.html", {"others": others})
