"""Terms of the chair: designating them, extending them, and the passing of the chair from one to the next."""

from datetime import date, datetime, timedelta

from django.db import transaction

from foundation.actors import Actor, made_again
from foundation.base import hold, save_seen, take_up
from foundation.errors import IllegalTransition, NotAllowed
from foundation.ledger.audience import PUBLIC
from foundation.ledger.services import record
from foundation.related import Related
from parties.models import Presidency
from parties.permissions import can_manage_parties
from parties.selectors import presidency_in_chair
from parties.workflow import PRESIDENCY

FINISHING = timedelta(days=90)
"""How long an outgoing Presidency may finish the papers of its term (reasoned; the day is data on the term)."""


@transaction.atomic
def save_presidency(
    term: Presidency, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Presidency:
    """Save a term and its holders; the chair itself passes by `pass_the_chair` alone.

    Raises `BrokenConstraint` where two terms would overlap, and for a holder ad interim without a decision.
    """
    take_up(term, version=version, creating=creating)
    if not can_manage_parties(made_again(actor)):
        raise NotAllowed
    save_seen(term, version=version, creating=creating)
    (related or Related()).write(term)
    record(term, "presidency.designated" if creating else "presidency.changed", actor=actor, audience=PUBLIC)
    return term


def chair_held() -> Presidency | None:
    """Who is in the chair, which nobody passes on until this transaction ends. Asked before the right of whoever acts.

    So the offices and the term are of one moment: an officer of the outgoing Presidency begins nothing for the next.
    """
    seen = presidency_in_chair()
    if seen is None:
        return None
    hold(seen)
    stands = presidency_in_chair()
    return stands if stands == seen else chair_held()


@transaction.atomic
def pass_the_chair(incoming: Presidency, *, actor: Actor, on: date, now: datetime) -> Presidency:
    """The chair passes, in the transaction that records the handover at the meeting (domain note, section 4).

    Whoever is in the chair hands it over; it may stand vacant. Both steps are judged before either is written, since
    an officer of the outgoing Presidency may record it. `on` is the day in the meeting's time zone, `now` the moment
    in UTC. Raises `IllegalTransition` when somebody passed it meanwhile, or `NotAllowed`.
    """
    outgoing = presidency_in_chair()
    leaving = PRESIDENCY.apply(outgoing, "hand_over", actor=actor, version=None) if outgoing is not None else None
    taking = PRESIDENCY.apply(incoming, "take_over", actor=actor, version=None)
    if leaving is not None:
        _hand_over(leaving, actor=actor, on=on, now=now)
    taking.begins_on, taking.took_over_at = on, now
    taking.save(update_fields=["state", "begins_on", "took_over_at", "version"])
    record(taking, "presidency.took_over", actor=actor, audience=PUBLIC)
    return taking


def _hand_over(leaving: Presidency, *, actor: Actor, on: date, now: datetime) -> None:
    if leaving.begins_on == on:
        raise IllegalTransition  # it took over on this very day: somebody recorded the handover a moment earlier
    leaving.ends_on, leaving.handed_over_at = on, now
    leaving.finishing_until = leaving.finishing_until or on + FINISHING
    leaving.save(update_fields=["state", "ends_on", "handed_over_at", "finishing_until", "version"])
    record(leaving, "presidency.handed_over", actor=actor, audience=PUBLIC)
