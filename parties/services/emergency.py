"""Breaking the glass: an hour of a Secretariat's office that no letter gave, told to everybody (mechanism 9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.actors import Actor
from foundation.base import lock
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.outbox.services import enqueue
from parties.emergency_mail import first_entry, mails_on_emergency
from parties.enums import OfficeSide
from parties.models import Mandate, Office, Party
from parties.models.mandates import EMERGENCY
from parties.permissions import can_break_glass
from parties.selectors import staff_in_force
from parties.services.accounts import open_account

LONGEST_REASON = 500


@dataclass(frozen=True)
class NewAccount:
    """Who the account is opened for, where the address has none."""

    full_name: str
    language: str = "en"
    time_zone: str = "UTC"


@transaction.atomic
def break_glass(
    email: str, *, reason: str, office: Office, party: Party, actor: Actor, now: datetime, new: NewAccount | None = None
) -> Mandate:
    """Open the workbench to an account for an hour from `now` (UTC), and tell everybody whose office opens it too.

    `new` opens the account; without a password it is entered by a single-use link, mailed to it. Raises `NotAllowed`
    for anybody but the system, `RuleBroken` where reason, office or account do not do.
    """
    if not can_break_glass(actor):
        raise NotAllowed
    because = _checked_reason(reason)
    if office.side != OfficeSide.SECRETARIAT:
        raise RuleBroken(_("Emergency access gives an office of the Secretariat and no other."), field="office")
    user = _account(email.strip().lower(), new, actor=actor, now=now)
    mandate = _unsaved(user, office, party, because, now)
    mandate.save(force_insert=True)
    record(mandate, "emergency_access.opened", actor=actor, audience=STAFF, facts=_facts(mandate))
    invitation = [] if user.has_usable_password() else [first_entry(mandate)]
    enqueue(*mails_on_emergency(mandate, staff_in_force(now)), *invitation)
    return mandate


def _facts(mandate: Mandate) -> dict[str, int | str]:
    until = mandate.expires_at.isoformat() if mandate.expires_at else ""
    return {"user": mandate.user_id, "party": mandate.party_id, "office": mandate.office.code, "expires_at": until}


def _unsaved(user: User, office: Office, party: Party, reason: str, now: datetime) -> Mandate:
    until = now + EMERGENCY
    return Mandate(
        user=user,
        office=office,
        party=party,
        begins_on=now.date(),
        ends_on=until.date() + timedelta(days=1),
        opened_at=now,
        expires_at=until,
        reason=reason,
    )


def _checked_reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise RuleBroken(_("Say why emergency access is needed."), field="reason")
    if len(said) > LONGEST_REASON:
        too_long = _("Say it in at most %(characters)s characters.") % {"characters": LONGEST_REASON}
        raise RuleBroken(too_long, field="reason")
    return said


def _account(email: str, new: NewAccount | None, *, actor: Actor, now: datetime) -> User:
    """The account of the address, locked, so that of two at once the second sees what the first has opened."""
    known = User.objects.filter(email=email).first()
    if new is not None:
        return _opened(email, new, actor=actor)
    if known is None:
        raise RuleBroken(_("No account has this address. To open one, say whose it is."), field="email")
    user = lock(known)
    if not user.is_active or user.is_service:
        raise RuleBroken(_("This account is closed, or belongs to a system and not to a person."), field="email")
    if user in staff_in_force(now):
        raise RuleBroken(_("The workbench is open to this person already."), field="email")
    return user


def _opened(email: str, new: NewAccount, *, actor: Actor) -> User:
    given = {"full_name": new.full_name.strip(), "language": new.language, "time_zone": new.time_zone}
    try:
        User(email=email, **given).full_clean(exclude=["password"])
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise RuleBroken(sentences[0], field=field) from error
    return open_account(email=email, actor=actor, **given)
