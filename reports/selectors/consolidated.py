"""Reads of consolidated reports: which issued text a reader is shown, and what meetings did with it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from documents.enums import RevisionKind, TranslationState
from documents.models import Revision
from foundation.actors import Actor
from foundation.localized import by_name
from meetings.models import Decision
from parties.models import Party
from reports.enums import ReportState as S
from reports.models import Amendment, Confirmation, ConsolidatedReport, Endorsement, Reservation, Review

DEFERRED = "deferred"
"""The verb of a meeting that put the report off."""
AS_CIRCULATED = frozenset({S.CIRCULATED, S.COMMENTS_CLOSED})


def authentic_text(report: ConsolidatedReport) -> Revision | None:
    """The issued text the report stands for now, in its authentic language; None before anything was issued."""
    if report.endorsed_revision is not None:
        return report.endorsed_revision
    if report.state in AS_CIRCULATED:
        return report.circulated_revision
    return report.amended_revision or report.tabled_revision or report.circulated_revision


def expressions_of(revision: Revision) -> "list[Revision]":
    """The same text in each language it is out in, the authentic one as given; never a translation older than it."""
    work = revision.expression.document_id
    newest = (
        Revision.objects.without_content()
        .filter(expression__document=work, kind=RevisionKind.REVISION)
        .filter(expression__state=TranslationState.ISSUED, expression__is_stale=False)
        .exclude(expression=revision.expression_id)
        .select_related("expression")
        .order_by("expression__language", "-number")
        .distinct("expression__language")
    )
    return [revision, *newest]


def in_language(expressions: "list[Revision]", language: str) -> Revision:
    """The expression in the reader's language, else the authentic one, which stands first."""
    return next((one for one in expressions if one.expression.language == language), expressions[0])


def endorsements_of(report: ConsolidatedReport, actor: Actor) -> "QuerySet[Endorsement]":
    """What senior officials did, meeting by meeting.

    What they amended and what participants put on record comes with the decision, for those who may read that.
    """
    amendments, reservations = Amendment.objects.visible_to(actor), Reservation.objects.visible_to(actor)
    return (
        report.endorsements.select_related("meeting", "verb", "decision__meeting", "silence", "revision__expression")
        .defer("revision__content")
        .prefetch_related(
            Prefetch("amendments", amendments.select_related("paragraph")),
            Prefetch("reservations", reservations.select_related("party", "paragraph")),
            Prefetch("confirmations", Confirmation.objects.visible_to(actor).select_related("party")),
        )
    )


def awaited_confirmations(report: ConsolidatedReport) -> "QuerySet[Any]":
    """Those of an endorsement ad referendum that were asked for and not received."""
    rows = Confirmation.objects.filter(endorsement__report=report, endorsement__confirmed_at=None, confirmed_on=None)
    return rows.select_related("party", "endorsement").order_by(by_name("party"), "id")


def confirmations_asked_of(parties: "Iterable[Party]", actor: Actor) -> "QuerySet[Any]":
    """The confirmations ad referendum that are awaited from these participants now, the first day first."""
    rows = Confirmation.objects.visible_to(actor).filter(
        party__in=parties, confirmed_on=None, endorsement__report__state=S.ENDORSED_AD_REFERENDUM
    )
    found = rows.filter(endorsement__confirmed_at=None).select_related("party", "endorsement__report")
    return found.order_by("endorsement__confirm_by", by_name("party"), "id")


def reviews_of(report: ConsolidatedReport) -> "QuerySet[Review]":
    """What ministers did, meeting by meeting."""
    return report.reviews.select_related("meeting", "verb", "decision__meeting", "revision").defer("revision__content")


def publishing_decisions(report: ConsolidatedReport) -> "QuerySet[Decision]":
    """The decisions by which the report was endorsed or reviewed: one of them allows its publication; a deferral none.

    The latest stands first.
    """
    endorsed, reviewed = (acts.exclude(verb__code=DEFERRED) for acts in (report.endorsements, report.reviews))
    found = Decision.objects.filter(Q(pk__in=endorsed.values("decision")) | Q(pk__in=reviewed.values("decision")))
    return found.order_by("-decided_on", "-pk")


def corrections_of_text(expressions: "list[Revision]") -> "list[Revision]":
    """Corrigenda and addenda to the text, in the order they were issued."""
    return list(
        Revision.objects.without_content()
        .filter(corrects__in=expressions)
        .select_related("expression")
        .order_by("issued_at", "id")
    )
