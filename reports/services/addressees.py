"""Who is asked in a round: taken from the switches of participation, then kept as it was when the round opened."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import touch
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF, unit_and_staff
from foundation.ledger.services import record
from parties.enums import AuthorityState
from parties.models import Authority
from parties.selectors import contested_parties
from reports.enums import RoundState
from reports.models import Addressee, Contribution, Round
from reports.permissions.rounds import can_agree_extension
from reports.selectors.obligations import ACCEPTING, awaited_in
from reports.selectors.occasions import asked_by_switches
from reports.services.requests import renew_requests, request_contributions

NOT_AWAITED = _("Choose a participant of whom a contribution is still awaited.")
NOTHING_AWAITED = _("Nothing is awaited of this participant any more: its extension stays as it is.")


def fill_addressees(round_: Round, *, day: date) -> None:
    """Add everybody whom the switches in force on `day` ask to report; who was added by hand stays."""
    Addressee.objects.bulk_create(
        [
            Addressee(
                round=round_,
                party_id=participation.party_id,
                is_reminded=participation.is_reminded,
                counts_in_n=participation.counts_in_n,
            )
            for participation in asked_by_switches(day)
        ],
        ignore_conflicts=True,
    )


def make_contributions(round_: Round, *, now: datetime) -> int:
    """One contribution per addressee, or one per authority where two contend; each is requested. How many are new."""
    addressees = list(round_.addressees.select_related("party"))
    sides = _sides_by_party(addressee.party_id for addressee in addressees)
    present = set(Contribution.objects.filter(round=round_).values_list("party_id", "authority_id"))
    wanted = {
        (addressee.party_id, authority.pk if authority else None)
        for addressee in addressees
        for authority in sides.get(addressee.party_id, [None])
    }
    made = Contribution.objects.bulk_create(
        Contribution(round=round_, party_id=party, authority_id=authority)
        for party, authority in sorted(wanted - present, key=str)
    )
    request_contributions(made, now=now)
    return len(made)


def _sides_by_party(parties: Iterable[int]) -> dict[int, list[Authority | None]]:
    """Of the participants that are contested, who reports: each authority on hold for itself, one in force for all."""
    sides: dict[int, list[Authority | None]] = {}
    for authority in Authority.objects.filter(party__in=contested_parties() & set(parties)).order_by("pk"):
        on_hold = authority.state == AuthorityState.ON_HOLD
        sides.setdefault(authority.party_id, []).append(authority if on_hold else None)
    return sides


@transaction.atomic
def agree_extension(
    round_: Round, *, addressee: Addressee, extension_until: datetime, actor: Actor, version: int | None, now: datetime
) -> Addressee:
    """Agree another due moment (UTC) with one participant asked in the round. The round's own date stands.

    Raises `StaleVersion`, `IllegalTransition` once nothing is received any more, `NotAllowed`, or `RuleBroken` for a
    participant whose contribution has come, a moment that has passed or that lies before the round's due moment.
    """
    touch(round_, version=version, states=ACCEPTING)
    if not can_agree_extension(made_again(actor), round_):
        raise NotAllowed
    check_awaited(addressee)
    check_extension(extension_until, round_)
    if extension_until <= now:
        raise RuleBroken(_("This moment has passed."), field="extension_until")
    addressee.extension_until = extension_until
    addressee.save(update_fields=["extension_until"])
    renew_requests(Contribution.objects.filter(round=round_, party=addressee.party), now=now)
    record_extension(addressee, actor=actor)
    return addressee


def check_awaited(addressee: Addressee) -> None:
    """Raise `RuleBroken` where nothing is awaited of the participant: there is nothing to give it time for."""
    if not awaited_in(addressee.round).filter(pk=addressee.pk).exists():
        raise RuleBroken(NOT_AWAITED, field="addressee")


def check_still_awaited(extended: Iterable[Addressee], round_: Round) -> None:
    """Raise `RuleBroken` where another extension is written for a participant of whom nothing is awaited any more."""
    stored = {addressee.pk for addressee in extended if addressee.pk is not None}
    if stored and round_.state != RoundState.PREPARING and stored - awaiting_an_extension(round_):
        raise RuleBroken(NOTHING_AWAITED, field="extension_until")


def awaiting_an_extension(round_: Round) -> set[int]:
    """The keys of the addressees whose extension may change now: none once the round receives nothing."""
    return set(awaited_in(round_).values_list("pk", flat=True)) if round_.state in ACCEPTING else set()


def check_extension(until: datetime | None, round_: Round, *, field: str = "extension_until") -> None:
    """Raise `RuleBroken` for an extension that gives no more time; `field` is where it is to be mended."""
    if until is not None and until <= round_.due_at:
        raise RuleBroken(_("An extension ends after the due moment."), field=field)


def record_extension(addressee: Addressee, *, actor: Actor) -> None:
    """Tell the participant and staff until when it is asked now, or that the round's date holds again.

    An entry about the round, once it is open: its addressees are the workbench's alone.
    """
    round_, until = addressee.round, addressee.extension_until
    kind = "extension.agreed" if until else "extension.withdrawn"
    facts = {"participant": addressee.party.code, "until": until.isoformat() if until else None}
    audience = STAFF if round_.state == RoundState.PREPARING else unit_and_staff(addressee.party_id)
    record(round_, kind, actor=actor, audience=audience, facts=facts)
