"""Reads of contributions: what is asked of a reader's participant, what it sent, and what others may read of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from foundation.actors import Actor
from foundation.ledger.models import SealedEntry, subject_of
from foundation.ledger.selectors import Head, hashes_of
from foundation.localized import by_name
from meetings.models import Meeting
from parties.models import Party
from reports.models import Addressee, ConsolidatedReport, Contribution, Round, SectionTerms, Snapshot
from reports.models.contributions import ContributionQuerySet
from reports.selectors.obligations import ACCEPTING


def what_is_asked_of(actor: Actor) -> ContributionQuerySet:
    """The contributions of the participants the reader acts for, in rounds that accept them, the earliest due first.

    The meeting a round goes to is named to those who may see it: not while it is being planned.
    """
    own = _own(actor).filter(round__state__in=ACCEPTING).annotate(agreed_until=_extension())
    goes_to = Prefetch("round__som", Meeting.objects.visible_to(actor))
    rows = own.select_related("party", "round__plan").prefetch_related(goes_to)
    return rows.order_by("round__due_at", by_name("party"), "id")


@dataclass(frozen=True)
class AskedUnseen:
    """What a participant is asked, for a reader of it who reads what was submitted and no draft."""

    round: Round
    party: Party
    due_at: datetime


def asked_unseen(actor: Actor) -> list[AskedUnseen]:
    """What the reader's participants are asked and have not submitted, where the reader's office reads no drafts.

    Whether it was begun is not said: a draft stays with those who read it.
    """
    asked = Q(pk__in=[])
    for office in actor.worn:
        if office.side == "participant" and "read_drafts" not in office.powers:
            asked |= Q(party=office.unit_id, authority=office.authority_id)
    accepting = Round.objects.visible_to(actor).filter(state__in=ACCEPTING)
    rows = with_extension(Contribution.objects.filter(asked, round__in=accepting, submitted_at=None))
    rows = rows.exclude(pk__in=_own(actor)).select_related("round__plan", "party")
    return [
        AskedUnseen(one.round, one.party, due_moment(one))
        for one in rows.order_by("round__due_at", by_name("party"), "id")
    ]


def contributions_before(actor: Actor) -> ContributionQuerySet:
    """Those of rounds that are over, the latest first: what became of them."""
    own = _own(actor).exclude(round__state__in=ACCEPTING)
    return own.select_related("party", "round__plan").order_by("-round__due_at", "id")


def with_extension(rows: ContributionQuerySet) -> ContributionQuerySet:
    """Each with the moment that was agreed with its participant, so that `due_moment` asks nothing more."""
    return rows.annotate(agreed_until=_extension())


def _extension() -> Subquery:
    agreed = Addressee.objects.filter(round=OuterRef("round"), party=OuterRef("party"))
    return Subquery(agreed.values("extension_until")[:1])


def _own(actor: Actor) -> ContributionQuerySet:
    if actor.reads_as_staff:
        return Contribution.objects.none()
    return Contribution.objects.visible_to(actor)


def due_moment(contribution: Contribution) -> datetime:
    """Until when this participant is asked: the extension agreed with it, or the round's due moment (UTC)."""
    if hasattr(contribution, "agreed_until"):
        return contribution.agreed_until or contribution.round.due_at
    agreed = contribution.round.addressees.filter(party=contribution.party_id).values_list("extension_until", flat=True)
    return agreed.first() or contribution.round.due_at


def own_in_round(round_id: int, party_id: int) -> Contribution | None:
    """What a participant reports for itself in a round; None while its authorities each report apart."""
    return Contribution.objects.filter(round=round_id, party=party_id, authority=None).first()


def latest_snapshot(contribution: Contribution) -> Snapshot | None:
    """What was submitted last; staff read nothing else."""
    return contribution.snapshots.order_by("-number").first()


def number_of(contribution: Contribution, number: int) -> str:
    """The number on a receipt: round, participant (and authority, while on hold), and which submission it is."""
    authority = f"-{contribution.authority.uuid.hex[:6]}" if contribution.authority else ""
    return f"{contribution.round.code}/{contribution.party.code}{authority}/{number}"


def submissions_of(contribution: Contribution) -> QuerySet[Snapshot]:
    """Every version that was submitted, the latest first, without its bytes."""
    return contribution.snapshots.defer("content", "canonical").order_by("-number")


def sealed_block(contribution: Contribution, snapshot: Snapshot) -> Head | None:
    """The ledger's block that holds the receipt of a submission, printed with it (None until it is sealed)."""
    entries = SealedEntry.objects.filter(subject=subject_of(contribution), facts__sha256=snapshot.sha256)
    block = entries.order_by("-block").values_list("block", flat=True).first()
    return Head(block, hashes_of({block})[block]) if block is not None else None


def is_tabled(contribution: Contribution) -> bool:
    """Whether the report on its round was put before the senior officials: what may be used stands from then on."""
    return ConsolidatedReport.objects.filter(round=contribution.round_id, tabled_at__isnull=False).exists()


def terms_of(contribution: Contribution) -> dict[int, SectionTerms]:
    """The participant's choice of visibility and use, by section; a section without one keeps the default."""
    return {terms.section_id: terms for terms in contribution.terms.select_related("section")}
