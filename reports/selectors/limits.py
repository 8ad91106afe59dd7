"""What a partner system limited to rounds is not told, in the words of lower rooms: papers, entries, requests."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from documents.models import Document, Revision
from foundation.actors import Actor
from foundation.ledger.history import tracked_models
from integrations.models import ApiClient
from reports.models import (
    ConsolidatedReport,
    Contribution,
    Endorsement,
    HandedSection,
    JointName,
    Query,
    Reservation,
    Review,
    Round,
    Transmission,
)
from reports.models.limits import within_rounds

OF_ROUNDS: dict[type[models.Model], str] = {
    Round: "pk",
    Contribution: "round",
    Query: "contribution__round",
    HandedSection: "contribution__round",
    JointName: "round",
    ConsolidatedReport: "round",
    Endorsement: "report__round",
    Transmission: "report__round",
    Review: "report__round",
    Reservation: "endorsement__report__round",
}
"""The way to its round from whatever entries of the ledger and requests are about."""
OF_PAPERS: dict[type[models.Model], str] = {Document: "pk", Revision: "expression__document"}
"""The way to its work from what was issued."""
PATHS = {model._meta.label_lower: (model, path) for model, path in (OF_ROUNDS | OF_PAPERS).items()}
ONCE = tracked_models()[ConsolidatedReport]
"""Every state that a report was in: each text that was circulated, tabled or amended is a work of its own."""


def rounds_of(client: ApiClient, actor: Actor) -> "models.QuerySet[Round]":
    """The rounds that a partner system is limited to, as far as this reader may see them; none: to no round."""
    return Round.objects.visible_to(actor).filter(limits__client=client)


def rounds_offered(actor: Actor) -> "models.QuerySet[Round]":
    """Those that a system may be limited to by this actor, the newest first."""
    return Round.objects.visible_to(actor)


def papers_within_rounds(actor: Actor) -> Q:
    """Works that are no report of a round which the actor's key is not limited to; every work for anybody else."""
    return ~_papers_outside(actor, "pk") if actor.client_id is not None else Q()


def outside_rounds(actor: Actor, word: str, uuids: Iterable[UUID]) -> set[UUID]:
    """Which of these things are of rounds that the actor's key is not limited to: nothing is said of them, ever.

    `word` is what the ledger calls them by. No query for anybody but a key.
    """
    if actor.client_id is None or word not in PATHS:
        return set()
    model, path = PATHS[word]
    outside = _papers_outside(actor, path) if model in OF_PAPERS else ~within_rounds(actor, path)
    return set(model._default_manager.filter(outside, uuid__in=uuids).values_list("uuid", flat=True))


def _papers_outside(actor: Actor, path: str) -> Q:
    of_others: Any = ONCE._default_manager.exclude(within_rounds(actor))
    return Q(Exists(of_others.filter(document=OuterRef(path))))
