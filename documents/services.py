"""The only writers of the documents app: works are created and classified, revisions are issued and then frozen."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.enums import Classification, RevisionKind, TranslationState
from documents.models import Document, Expression, Revision
from documents.permissions import can_classify, can_issue
from documents.selectors.asked import RELEASE_DUE
from documents.validators import check_content
from foundation.actors import Actor, made_again
from foundation.base import lock, lock_seen
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import KNOWN, PUBLIC, STAFF, Audience
from foundation.ledger.services import JSON, record
from foundation.localized import LANGUAGES
from foundation.search.services import refresh
from notifications.services import keep_asked

READERS = {
    Classification.PUBLIC: PUBLIC,
    Classification.PARTICIPANTS: KNOWN,
    Classification.STAFF: STAFF,
}
"""Who is told of a work, the widest first."""


@transaction.atomic
def create_work(
    *,
    title: Mapping[str, str],
    classification: str,
    actor: Actor,
    authentic_language: str = "en",
    awaited: tuple[str, ...] = (),
    symbol: str = "",
    audience: Audience | None = None,
) -> Document:
    """A work without issued text. `title` is by language, `awaited` are the languages it is to be issued in.

    A work that its owner serves (`owner`) names the readers of its ledger entries in `audience`.
    """
    columns = {f"title_{code}": title.get(code, "") for code in LANGUAGES}
    document = Document(**columns, classification=classification, authentic_language=authentic_language, symbol=symbol)
    if not can_issue(actor, document):
        raise NotAllowed
    document.save(force_insert=True)
    languages = sorted({authentic_language, *awaited})
    for language in languages:
        Expression.objects.create(document=document, language=language)
    refresh([document])
    record(document, "document.created", actor=actor, audience=_readers(document, audience), facts={"in": languages})
    return document


@transaction.atomic
def issue_revision(  # noqa: PLR0913 -- an issued file is described by this many facts
    document: Document,
    *,
    language: str,
    content: bytes,
    media_type: str,
    actor: Actor,
    now: datetime,
    kind: str = RevisionKind.REVISION,
    corrects: Revision | None = None,
    audience: Audience | None = None,
) -> Revision:
    """Freeze bytes as the next revision, corrigendum or addendum of one language of a work.

    Issuing in the authentic language marks the other issued languages as older than it. Raises `NotAllowed`, or
    `RuleBroken` for bytes that may not be issued and for a correction that names nothing it corrects.
    """
    check_content(content, media_type)
    current = lock(document)
    if not can_issue(made_again(actor), current):
        raise NotAllowed
    expression, _created = Expression.objects.get_or_create(document=current, language=language)
    _check_correction(expression, kind, corrects)
    revision = Revision.objects.create(
        expression=expression,
        kind=kind,
        number=_next_number(expression, kind),
        corrects=corrects,
        media_type=media_type,
        content=content,
        sha256=Revision.digest(content),
        size=len(content),
        issued_at=now,
    )
    _mark_languages(current, expression)
    current.version += 1
    current.save(update_fields=["version"])
    _ask(current, now=now)
    record(current, "document.issued", actor=actor, audience=_readers(current, audience), facts=_facts(revision))
    return revision


def _facts(revision: Revision) -> dict[str, JSON]:
    return {
        "language": revision.expression.language,
        "kind": str(revision.kind),
        "number": revision.number,
        "sha256": revision.sha256,
    }


@transaction.atomic
def classify(document: Document, *, classification: str, actor: Actor, version: int, now: datetime) -> Document:
    """Change who may read a work. A work served by its owner stays so, and none becomes one. Raises `NotAllowed`."""
    current = lock_seen(document, version=version)
    if classification == Classification.OWNER or not can_classify(made_again(actor), current):
        raise NotAllowed
    before, current.classification = current.classification, classification
    current.version += 1
    current.save(update_fields=["classification", "version"])
    _ask(current, now=now)
    refresh([current])
    record(
        current,
        "document.classified",
        actor=actor,
        audience=_all_of(before, current.classification),
        facts={"from": before, "to": str(classification)},
    )
    return current


@transaction.atomic
def plan_release(document: Document, *, release_on: date, actor: Actor, version: int, now: datetime) -> Document:
    """Say by which day a work is out, in every language awaited and for its readers: staff are asked for it.

    Raises `StaleVersion`, `NotAllowed`, or `RuleBroken` for a day that has passed.
    """
    current = lock_seen(document, version=version)
    if not can_classify(made_again(actor), current):
        raise NotAllowed
    if release_on < timezone.localdate(now):
        raise RuleBroken(_("Choose a day that is still ahead."), field="release_on")
    current.release_on = release_on
    current.version += 1
    current.save(update_fields=["release_on", "version"])
    _ask(current, now=now)
    record(current, "document.release_planned", actor=actor, audience=STAFF, facts={"on": release_on.isoformat()})
    return current


def _ask(document: Document, *, now: datetime) -> None:
    if document.release_on is not None:
        keep_asked(RELEASE_DUE, [document.uuid], now=now, reason="released")


def _readers(document: Document, audience: Audience | None) -> Audience:
    if audience is not None:
        return audience
    if document.classification == Classification.OWNER:
        raise ValueError("The owner of this work says who may read of it in the ledger.")
    return READERS[Classification(document.classification)]


def _all_of(before: str, after: str) -> Audience:
    """Whoever could read it and whoever can: those who keep a copy learn that it is not theirs any more."""
    return next(audience for classification, audience in READERS.items() if classification in {before, after})


def _check_correction(expression: Expression, kind: str, corrects: Revision | None) -> None:
    if kind == RevisionKind.REVISION:
        if corrects is not None:
            raise RuleBroken(_("A revision corrects nothing: choose corrigendum or addendum."), field="kind")
        return
    if corrects is None:
        raise RuleBroken(_("Name the revision this corrects."), field="corrects")
    if corrects.expression_id != expression.pk or corrects.kind != RevisionKind.REVISION:
        raise RuleBroken(_("Name a revision of this work in the same language."), field="corrects")


def _next_number(expression: Expression, kind: str) -> int:
    """One more than the last of its kind; the work is locked, so no number is given twice."""
    last = expression.revisions.filter(kind=kind).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _mark_languages(document: Document, issued: Expression) -> None:
    Expression.objects.filter(pk=issued.pk).update(state=TranslationState.ISSUED, is_stale=False)
    if issued.language == document.authentic_language:
        others = Expression.objects.filter(document=document, state=TranslationState.ISSUED).exclude(pk=issued.pk)
        others.update(is_stale=True)
