"""Rounds while two authorities contend for one participant: each reports for itself, neither is counted."""

from datetime import datetime

from foundation.actors import Actor
from foundation.base import lock
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from parties.models import Authority
from reports.enums import ContributionState as S
from reports.models import Contribution, Round
from reports.selectors.joint import joined_by
from reports.selectors.obligations import ACCEPTING
from reports.services.addressees import make_contributions
from reports.services.audiences import own, own_and_staff
from reports.services.holding import held_rounds
from reports.services.requests import end_request, renew_requests


def ask_each_side(party_id: int, *, actor: Actor, now: datetime) -> None:
    """Representation came on hold while rounds are under way: each side gets a contribution of its own.

    Called inside the transaction that puts it on hold.
    """
    for round_ in held_rounds(Round.objects.filter(state__in=ACCEPTING, addressees__party=party_id)):
        made = make_contributions(round_, now=now)
        facts = {"party": party_id, "contributions": made}
        record(round_, "round.authorities_asked", actor=actor, audience=STAFF, facts=facts)


def adopt_released(authority: Authority, *, actor: Actor, now: datetime) -> None:
    """What the released authority wrote on hold becomes its participant's contribution, and is counted once received.

    What the participant had done before the contest is kept, and stays the participant's: a contribution that it had
    begun, and another one's that it had confirmed, beside which one of its own would count it twice.
    Called inside the transaction that releases it.
    """
    rounds = held_rounds(Round.objects.filter(state__in=ACCEPTING, contributions__authority=authority))
    theirs = Contribution.objects.filter(authority=authority, round__in=rounds)
    for contribution in theirs.select_related("round").order_by("pk"):
        if not _make_room(contribution, now=now):
            continue
        current = lock(contribution)
        current.authority = None
        current.version += 1
        current.save(update_fields=["authority", "version"])
        renew_requests([current], now=now)
        audience = own_and_staff(current) if current.submitted_at else own(current)
        record(current, "contribution.released", actor=actor, audience=audience)


def _make_room(contribution: Contribution, *, now: datetime) -> bool:
    """Whether the participant has reported nothing in the round: none of its own, or untouched, and none joined."""
    whole = Contribution.objects.filter(round=contribution.round_id, party=contribution.party_id, authority=None)
    present = whole.order_by("pk").select_for_update(no_key=True, of=("self",)).first()
    if present is None:
        return True
    if joined_by(present) is not None:  # asked under the lock that whoever confirms takes too
        return False
    if present.state != S.NOT_STARTED or present.snapshots.exists():
        return False
    end_request(present, now=now, reason="replaced")
    present.delete()
    return True
