"""The only writers of the parties app: mandates, representation, and the passing of the chair."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.actors import Actor
from foundation.base import lock
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.audience import PUBLIC, STAFF, unit_and_staff
from foundation.ledger.services import record
from parties.enums import OfficeSide
from parties.models import Authority, Mandate, Party, Presidency
from parties.permissions import can_give_mandate
from parties.workflow import PRESIDENCY, REPRESENTATION

FINISHING = timedelta(days=90)
"""How long an outgoing Presidency may finish the papers of its term (reasoned; the day is data on the term)."""


@transaction.atomic
def give_mandate(mandate: Mandate, *, actor: Actor) -> Mandate:
    """Register that a person holds an office, on the strength of the letter named in `mandate` (unsaved).

    Raises `NotAllowed`, or `RuleBroken` when the office and the term of the chair do not fit together.
    """
    if not can_give_mandate(actor, mandate):
        raise NotAllowed
    check_mandate(mandate)
    mandate.save()
    record(mandate, "mandate.given", actor=actor, audience=unit_and_staff(mandate.party_id), facts=_facts(mandate))
    return mandate


def check_mandate(mandate: Mandate) -> None:
    """Raise `RuleBroken` unless office, participant, authority and term belong together."""
    chairs = mandate.office.side == OfficeSide.PRESIDENCY
    if chairs and mandate.presidency_id is None:
        raise RuleBroken(_("Name the Presidency this office belongs to."), field="presidency")
    if not chairs and mandate.presidency_id is not None:
        raise RuleBroken(_("Only an office of the Presidency names a Presidency."), field="presidency")
    if chairs and not mandate.presidency.parties.filter(pk=mandate.party_id).exists():  # type: ignore[union-attr]  # -- checked above
        raise RuleBroken(_("An office of the Presidency is given by the participant that holds it."), field="party")
    if mandate.authority is not None and mandate.authority.party_id != mandate.party_id:
        raise RuleBroken(_("This authority belongs to another participant."), field="authority")


@transaction.atomic
def end_mandate(mandate: Mandate, *, actor: Actor, version: int, now: datetime) -> Mandate:
    """End a mandate at once: from the next request on its holder sees nothing by it."""
    current = lock(mandate)
    if not can_give_mandate(actor, current):
        raise NotAllowed
    _check_version(current, version)
    current.ended_at = now
    current.version += 1
    current.save(update_fields=["ended_at", "version"])
    record(current, "mandate.ended", actor=actor, audience=unit_and_staff(current.party_id), facts=_facts(current))
    return current


def _check_version(mandate: Mandate, version: int) -> None:
    if mandate.version != version:
        raise StaleVersion
    if mandate.ended_at is not None:
        raise IllegalTransition(_("This mandate has been ended already."))


def _facts(mandate: Mandate) -> dict[str, int | str]:
    return {"user": mandate.user_id, "party": mandate.party_id, "office": mandate.office.code}


@transaction.atomic
def pass_the_chair(
    incoming: Presidency, *, outgoing: Presidency | None, actor: Actor, on: date, now: datetime
) -> Presidency:
    """The chair passes, in the transaction that records the handover at the meeting (domain note, section 4).

    `on` is the day in the meeting's time zone, `now` the moment in UTC. Raises `IllegalTransition` or `NotAllowed`.
    """
    if outgoing is not None:
        leaving = PRESIDENCY.apply(outgoing, "hand_over", actor=actor, version=None)
        leaving.ends_on, leaving.handed_over_at = on, now
        leaving.finishing_until = leaving.finishing_until or on + FINISHING
        leaving.save(update_fields=["state", "ends_on", "handed_over_at", "finishing_until", "version"])
        record(leaving, "presidency.handed_over", actor=actor, audience=PUBLIC)
    taking = PRESIDENCY.apply(incoming, "take_over", actor=actor, version=None)
    taking.begins_on, taking.took_over_at = on, now
    taking.save(update_fields=["state", "begins_on", "took_over_at", "version"])
    record(taking, "presidency.took_over", actor=actor, audience=PUBLIC)
    return taking


@transaction.atomic
def put_on_hold(party: Party, *, actor: Actor, decision: str) -> list[Authority]:
    """Two authorities contend for one participant: all go on hold, none is counted, no page says which is right."""
    held = list(party.authorities.filter(state="in_force").order_by("pk"))
    if party.authorities.count() < 2:  # noqa: PLR2004 -- a contest needs two
        raise RuleBroken(_("Register both authorities first: representation is on hold only where two contend."))
    return [_change_representation(authority, "put_on_hold", actor=actor, decision=decision) for authority in held]


@transaction.atomic
def release_representation(authority: Authority, *, actor: Actor, version: int, decision: str) -> Authority:
    """Release one authority on a recorded decision."""
    if not decision.strip():
        raise RuleBroken(_("Name the decision that releases this representation."), field="decision")
    return _change_representation(authority, "release", actor=actor, decision=decision, version=version)


def _change_representation(
    authority: Authority, step: str, *, actor: Actor, decision: str, version: int | None = None
) -> Authority:
    current = REPRESENTATION.apply(authority, step, actor=actor, version=version)
    current.decision = decision
    current.save(update_fields=["state", "decision", "version"])
    record(current, f"representation.{step}", actor=actor, audience=STAFF, facts={"party": current.party_id})
    return current


def open_account(*, email: str, full_name: str, language: str, time_zone: str, actor: Actor) -> User:
    """An account without a password, entered first by a single-use link; it opens nothing until a mandate is given."""
    with transaction.atomic():
        user = User.objects.create_user(email, full_name=full_name, language=language, time_zone=time_zone)
        record(user, "account.opened", actor=actor, audience=STAFF)
    return user
