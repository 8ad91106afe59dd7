"""Mandates are given on the strength of a letter, confirmed yearly, and end at once when they are ended."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.actors import Actor, made_again
from foundation.base import lock, lock_seen
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.audience import STAFF, Audience, unit_and_staff
from foundation.ledger.services import record
from foundation.related import Related
from parties.enums import AuthorityState, OfficeSide
from parties.models import Authority, Mandate, Office
from parties.permissions import can_confirm_own, can_give_mandate, can_keep_mandate
from parties.selectors import is_contested
from parties.signals import mandate_kept

ENTRUSTED = "contributor"
"""The office that a program is entrusted with: it writes, and submits nothing."""


@transaction.atomic
def give_mandate(
    mandate: Mandate,
    *,
    actor: Actor,
    version: int | None = None,  # noqa: ARG001 -- a new row has none; the workbench names it
    creating: bool = True,
    related: Related | None = None,  # noqa: ARG001 -- nothing belongs to a mandate
) -> Mandate:
    """Register that a person holds an office, on the strength of the letter named in `mandate` (unsaved).

    A mandate that stands is never rewritten: it is ended and another is given. Nobody gives one to themselves.
    Raises `NotAllowed`, or `RuleBroken` when office, participant, authority and term do not fit together, or when no
    letter gave it: emergency access is opened by `break_glass` alone.
    """
    if not creating:
        raise IllegalTransition
    if mandate.is_emergency:
        raise NotAllowed
    if not can_give_mandate(actor, mandate):
        raise NotAllowed(_("Nobody gives a mandate to themselves.") if mandate.user_id == actor.user_id else None)
    check_mandate(mandate)
    mandate.save(force_insert=True)
    mandate_kept.send(Mandate, mandate=mandate, now=actor.now)
    record(mandate, "mandate.given", actor=actor, audience=_readers(mandate), facts=_facts(mandate))
    return mandate


@transaction.atomic
def entrust(account: User, mandate: Mandate, *, actor: Actor) -> Mandate:
    """Whoever submits for a participant lets the account of a program write for it, by the letter of their own mandate.

    The program submits nothing: that takes a letter of its own. It ends with the mandate it rests on.
    Raises `NotAllowed` for anybody else, and for the account of a person.
    """
    mandate = lock(mandate)
    if not account.is_service or mandate.ended_at is not None or not can_confirm_own(made_again(actor), mandate):
        raise NotAllowed
    names = ("party", "authority", "ends_on", "letter_number", "letter_date", "letter_authority")
    told = {name: getattr(mandate, name) for name in names}
    today = {"begins_on": actor.now.date(), "confirmed_on": actor.now.date()}
    office = Office.objects.get(code=ENTRUSTED)
    entrusted = Mandate(user=account, office=office, rests_on=mandate, **told, **today)
    check_mandate(entrusted)
    entrusted.save(force_insert=True)
    record(entrusted, "mandate.entrusted", actor=actor, audience=_readers(entrusted), facts=_facts(entrusted))
    return entrusted


def check_mandate(mandate: Mandate) -> None:
    """Raise `RuleBroken` unless person, office, participant, authority and term belong together."""
    if not mandate.user.is_active:
        raise RuleBroken(_("This account is closed: open it again first."), field="user")
    _check_term(mandate)
    _check_authority(mandate)


def _check_term(mandate: Mandate) -> None:
    chairs, term = mandate.office.side == OfficeSide.PRESIDENCY, mandate.presidency
    if chairs and term is None:
        raise RuleBroken(_("Name the Presidency this office belongs to."), field="presidency")
    if not chairs and term is not None:
        raise RuleBroken(_("Only an office of the Presidency names a Presidency."), field="presidency")
    if term is not None and not term.parties.filter(pk=mandate.party_id).exists():
        raise RuleBroken(_("An office of the Presidency is given by the participant that holds it."), field="party")


def _check_authority(mandate: Mandate) -> None:
    if mandate.authority is not None:
        if mandate.authority.party_id != mandate.party_id:
            raise RuleBroken(_("This authority belongs to another participant."), field="authority")
    elif mandate.office.side == OfficeSide.PARTICIPANT and is_contested(mandate.party_id):
        raise RuleBroken(
            _("Representation of this participant is on hold: name the authority that signed the letter."),
            field="authority",
        )


@transaction.atomic
def end_mandate(mandate: Mandate, *, actor: Actor, version: int, now: datetime) -> Mandate:
    """End a mandate at once, and those that rest on it: nobody sees anything by them from the next request on."""
    current = _seen(mandate, actor=actor, version=version)
    for one in (current, *current.entrusted.select_for_update(no_key=True).filter(ended_at=None).order_by("pk")):
        one.ended_at = now
        _keep(one, "mandate.ended", "ended_at", actor=actor)
    return current


@transaction.atomic
def confirm_mandate(mandate: Mandate, *, actor: Actor, version: int, now: datetime, confirmed_on: date) -> Mandate:
    """Note the day of the letter by which the participant confirmed the office (asked for once a year)."""
    current = _seen(mandate, actor=actor, version=version, by_letter=True)
    if not current.begins_on <= confirmed_on <= timezone.localdate(now):
        raise RuleBroken(
            _("The day of the confirmation lies between the beginning of the mandate and today."), field="confirmed_on"
        )
    current.confirmed_on = confirmed_on
    return _keep(current, "mandate.confirmed", "confirmed_on", actor=actor)


@transaction.atomic
def confirm_own_mandate(mandate: Mandate, *, actor: Actor, version: int, now: datetime) -> Mandate:
    """Whoever holds the office says so for another year, today on the clock of the participant.

    Twice is once: who presses the button twice is not told that somebody else was earlier. Raises `IllegalTransition`
    once it has ended, `NotAllowed` for anybody else, or `StaleVersion`.
    """
    current = lock(mandate)
    if current.ended_at is not None or current.is_emergency:
        raise IllegalTransition(_("This mandate has been ended already."))
    if not can_confirm_own(made_again(actor), current):
        raise NotAllowed
    today = now.astimezone(ZoneInfo(current.party.time_zone)).date()
    if current.confirmed_on == today:
        return current
    if current.version != version:
        raise StaleVersion
    current.confirmed_on = today
    return _keep(current, "mandate.confirmed", "confirmed_on", actor=actor)


@transaction.atomic
def name_authority(mandate: Mandate, *, actor: Actor, version: int, now: datetime, authority: Authority) -> Mandate:  # noqa: ARG001 -- a step of the workbench names the moment
    """Say which authority of the participant stands behind a mandate that named none."""
    current = _seen(mandate, actor=actor, version=version, by_letter=True)
    current.authority = authority
    _check_authority(current)
    return _keep(current, "mandate.attributed", "authority", actor=actor)


def _seen(mandate: Mandate, *, actor: Actor, version: int, by_letter: bool = False) -> Mandate:
    """The locked mandate; `by_letter` where emergency access has no such step.

    Raises `StaleVersion`, then `IllegalTransition`, then `NotAllowed`.
    """
    current = lock_seen(mandate, version=version)
    if current.ended_at is not None:
        raise IllegalTransition(_("This mandate has been ended already."))
    if by_letter and current.is_emergency:
        raise IllegalTransition(_("Emergency access ends by itself: give a mandate by a letter instead."))
    if not can_keep_mandate(made_again(actor), current):
        raise NotAllowed
    return current


def _keep(mandate: Mandate, kind: str, field: str, *, actor: Actor) -> Mandate:
    mandate.version += 1
    mandate.save(update_fields=[field, "version"])
    mandate_kept.send(Mandate, mandate=mandate, now=actor.now)
    record(mandate, kind, actor=actor, audience=_readers(mandate), facts=_facts(mandate))
    return mandate


def _readers(mandate: Mandate) -> Audience:
    if mandate.is_emergency:
        return STAFF
    authority = mandate.authority
    apart = authority is not None and authority.state == AuthorityState.ON_HOLD
    return unit_and_staff(mandate.party_id, authority_id=mandate.authority_id if apart else None)


def _facts(mandate: Mandate) -> dict[str, int | str]:
    return {"user": mandate.user_id, "party": mandate.party_id, "office": mandate.office.code}
