"""Signing off: the submitting office alone, or two people in either order, the second of whom submits."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.actors import Actor, made_again
from foundation.base import lock
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.services import JSON, record
from reports.enums import ContributionState as S
from reports.enums import SignatureRole
from reports.models import Contribution, Signature, SigningRule
from reports.models.signing import BY_ANOTHER
from reports.permissions.contributions import can_agree, can_choose_signing, can_submit
from reports.selectors.signing import signs_together
from reports.services.audiences import own
from reports.services.contributions import check_ready, send, submit_contribution, take_step
from reports.services.holding import hold_round, open_for_writing
from reports.services.snapshots import digest_of
from reports.services.terms import Terms, set_terms

SIGNABLE = frozenset({S.DRAFT, S.REOPENED})
STEPS = {SignatureRole.SUBMITS: "submit", SignatureRole.AGREES: "agree"}


@transaction.atomic
def sign_off(
    contribution: Contribution, *, actor: Actor, version: int, now: datetime, terms: Mapping[UUID, Terms]
) -> Contribution:
    """Say who may see what, and submit or, where two sign, sign: all of it or nothing."""
    current = set_terms(contribution, actor=actor, version=version, terms=terms)
    if not signs_together(current):
        return submit_contribution(current, actor=actor, version=current.version, now=now)
    return _sign(current, SignatureRole.SUBMITS, actor=actor, version=current.version, now=now)


@transaction.atomic
def agree(contribution: Contribution, *, actor: Actor, version: int, now: datetime) -> Contribution:
    """The other signature. Raises `NotAllowed` where the submitting office signs alone."""
    return _sign(contribution, SignatureRole.AGREES, actor=actor, version=version, now=now)


@transaction.atomic
def choose_signing(contribution: Contribution, *, actor: Actor, seen: bool, is_together: bool) -> None:
    """The participant signs with one or with two, in this round and the next ones. Named by one of its contributions.

    Signatures given so far are gone with the old choice. `seen` is the choice that stood on the page. Raises
    `NotAllowed`, or `StaleVersion` where somebody chose otherwise meanwhile.
    """
    hold_round(contribution)
    current = lock(contribution)
    if not can_choose_signing(made_again(actor), current):
        raise NotAllowed
    rule = SigningRule.objects.get_or_create(party=current.party, authority=current.authority)[0]
    if rule.is_together == is_together:
        return
    if rule.is_together != seen:
        raise StaleVersion
    rule.is_together = is_together
    rule.save(update_fields=["is_together"])
    current.signatures.all().delete()
    facts: dict[str, JSON] = {"together": is_together}
    record(current, "contribution.signing_chosen", actor=actor, audience=own(current), facts=facts)


def _sign(
    contribution: Contribution, role: SignatureRole, *, actor: Actor, version: int, now: datetime
) -> Contribution:
    """Sign what stands there; submit it when the other office has signed the very same.

    What its office has signed already stays signed by whoever did. A signature changes nothing that others have read,
    so the version stays: two who sign at once both do.
    """
    current = open_for_writing(contribution, version=version)
    if current.state not in SIGNABLE:
        raise IllegalTransition
    may = can_submit if role == SignatureRole.SUBMITS else can_agree
    if actor.user_id is None or not signs_together(current) or not may(made_again(actor), current):
        raise NotAllowed
    check_ready(current)
    digest = digest_of(current)
    other = Signature.objects.filter(contribution=current).exclude(role=role).first()
    if other is not None and other.user_id == actor.user_id:
        raise RuleBroken(BY_ANOTHER)
    if not Signature.objects.filter(contribution=current, role=role, sha256=digest).exists():
        Signature.objects.update_or_create(
            contribution=current, role=role, defaults={"user_id": actor.user_id, "sha256": digest, "signed_at": now}
        )
        record(current, "contribution.signed", actor=actor, audience=own(current), facts={"as": role, "sha256": digest})
    if other is None or other.sha256 != digest:
        return current
    return send(take_step(current, STEPS[role], actor=actor, version=None), actor=actor, now=now)
