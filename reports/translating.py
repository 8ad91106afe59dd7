"""The page on which an answer is translated, in portal and workbench alike: authentic text and field."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.actors import actor_on
from foundation.errors import DomainError
from foundation.forms import seen_version, show
from foundation.wording import langname
from reports.forms.translations import TranslationForm
from reports.models import Contribution
from reports.permissions.translations import can_correct
from reports.selectors.translating import Authentic, translation_before, translation_of
from reports.services.translations import translate_answer

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Translating:
    """Where a reader who may translates the answers of a submission; whether changes since then are told there."""

    address: str
    is_latest: bool = True

    @classmethod
    def in_portal(cls, contribution: Contribution, number: int, *, is_latest: bool = True) -> "Translating":
        """In the portal, for its participant."""
        address = reverse("portal-version", kwargs={"uuid": contribution.uuid, "number": number})
        return cls(f"{address}answers/", is_latest)


@dataclass(frozen=True)
class Shown:
    """What the page says, and with which status."""

    context: dict[str, object]
    status: int = 200


def translate(
    request: HttpRequest,
    contribution: Contribution,
    authentic: Authentic,
    *,
    refused: DomainError | None = None,
    begun: Mapping[str, Any] = NOTHING,
) -> Shown | None:
    """The page, or None once the translation is saved. Whether the reader may is asked before.

    `refused`: why nothing is saved now; what was written stays on the page. `begun`: what was sent without a session.
    """
    language = _chosen(request, authentic, begun)
    if request.method != "POST":
        return _shown(request, contribution, authentic, language, begun=begun)
    form = TranslationForm(request.POST, language=language)
    try:
        if refused is not None:
            raise refused
        version = seen_version(request.POST.get("seen_version", ""))
        if not form.is_valid():
            return _shown(request, contribution, authentic, language, form=form, status=400)
        translate_answer(
            contribution,
            actor=actor_on(request),
            version=version,
            now=timezone.now(),
            authentic=authentic,
            seen=request.POST.get("authentic", ""),
            language=request.POST.get("language", ""),
            text=form.cleaned_data["text"],
        )
    except DomainError as error:
        form.is_valid()
        show(form, error)
        return _shown(request, contribution, authentic, language, form=form, status=error.status)
    messages.success(request, _("Saved."))
    return None


def _chosen(request: HttpRequest, authentic: Authentic, begun: Mapping[str, Any]) -> str:
    """The language asked for, that of words which wait, or the first that is offered."""
    asked = request.POST.get("language") or request.GET.get("into") or begun.get("language", "")
    return asked if asked in authentic.into else authentic.into[0]


def _shown(
    request: HttpRequest,
    contribution: Contribution,
    authentic: Authentic,
    language: str,
    *,
    form: TranslationForm | None = None,
    begun: Mapping[str, Any] = NOTHING,
    status: int = 200,
) -> Shown:
    actor = actor_on(request)
    row = translation_of(contribution, authentic, language)
    version = row.version if row else 0
    is_begun = begun.get("language") == language
    given = {"text": begun.get("text", "")} if is_begun else {"text": row.text} if row else {}
    sent = request.POST if form else begun if is_begun else None
    context = {
        "contribution": contribution,
        "authentic": authentic,
        "language": language,
        "others": [(code, langname(code)) for code in authentic.into if code != language],
        "row": row,
        "version": version,
        "is_theirs": row is not None and not can_correct(actor, row),
        "wrote_meanwhile": row is not None and sent is not None and sent.get("seen_version") != str(version),
        "unsent": is_begun,
        "before": translation_before(contribution, authentic, language, actor=actor) if row is None else None,
        "form": form or TranslationForm(initial=given, language=language),
    }
    return Shown(context, status)
