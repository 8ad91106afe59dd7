"""Reads of joint contributions: whom one names, who could be named, what the reader is asked to confirm."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from foundation.actors import Actor
from foundation.ledger.models import LedgerEntry, subject_of
from foundation.localized import by_name, language_order
from parties.models import Party
from parties.selectors import contested_parties, is_submitting_for
from reports.enums import JointState
from reports.models import Contribution, JointName
from reports.models.joint import TOLD, JointNameQuerySet
from reports.selectors.differences import Change, changes_between
from reports.selectors.obligations import ACCEPTING

TEXTS = ("snapshot__content", "snapshot__canonical", "answered__content", "answered__canonical")


def names_of(contribution: Contribution, actor: Actor) -> JointNameQuerySet:
    """Whom it names now, as far as the reader may see, in alphabetical order."""
    seen = JointName.objects.visible_to(actor).filter(contribution=contribution).exclude(state=JointState.TAKEN_OUT)
    return _in_order(seen)


def together_with(contribution: Contribution) -> list[Party]:
    """The participants in whose name it also speaks: those alone that have confirmed, in alphabetical order."""
    return [one.party for one in _in_order(JointName.objects.confirmed().filter(contribution=contribution))]


def told_of(contribution: Contribution) -> list[Party]:
    """The participants that read what was submitted because they were asked, in alphabetical order."""
    return [one.party for one in _in_order(JointName.objects.filter(contribution=contribution, state__in=TOLD))]


def _in_order(rows: JointNameQuerySet) -> JointNameQuerySet:
    order = language_order(get_language())[0]
    return rows.select_related("party").order_by(f"party__sort_{order}", "party__code")


def could_be_named(contribution: Contribution) -> list[Party]:
    """Who is asked in the round and can answer for itself as a whole, alphabetically; not who is named already."""
    asked = Contribution.objects.filter(round=contribution.round_id, authority=None).values("party")
    named = JointName.objects.filter(contribution=contribution).exclude(state=JointState.TAKEN_OUT).values("party")
    rows = Party.objects.filter(pk__in=asked).exclude(pk__in=named).exclude(pk__in=contested_parties())
    return list(rows.exclude(pk=contribution.party_id).alphabetical(language_order(get_language())[0]))


def named_for(actor: Actor) -> JointNameQuerySet:
    """What the participants the reader acts for were asked to confirm. Staff read it with the contribution."""
    told = JointName.objects.visible_to(actor).filter(party__in=_acts_for(actor), state__in=TOLD)
    return told.select_related("contribution__party", "round__plan", "party", "snapshot", "answered")


def was_asked(actor: Actor, uuid: UUID) -> bool:
    """Whether this was put to a participant the reader acts for, and is over: withdrawn, or in its name no more."""
    over = JointName.objects.filter(uuid=uuid, party__in=_acts_for(actor)).exclude(state__in=TOLD).first()
    return over is not None and LedgerEntry.objects.filter(subject=subject_of(over), kind="joint.asked").exists()


def _acts_for(actor: Actor) -> list[int]:
    return [office.unit_id for office in actor.worn if office.side == "participant" and office.authority_id is None]


def changes_since_answered(joint: JointName) -> list[Change] | None:
    """What changed from the words that its participant answered about before; None where it was not asked again."""
    if joint.snapshot is None or joint.answered is None or joint.state != JointState.ASKED:
        return None
    return changes_between(joint.answered.content["sections"], joint.snapshot.content["sections"])


def asked_to_confirm(actor: Actor) -> list[JointName]:
    """The same in rounds that still receive, without the words, the earliest due first."""
    rows = named_for(actor).filter(round__state__in=ACCEPTING).defer(*TEXTS)
    return list(rows.order_by("round__due_at", by_name("contribution__party"), "id"))


def joined_by(contribution: Contribution) -> JointName | None:
    """The contribution of another participant that this one has confirmed in the round, if it has."""
    if contribution.authority_id is not None:
        return None
    rows = JointName.objects.filter(round=contribution.round_id, party=contribution.party_id)
    return rows.filter(state=JointState.CONFIRMED).select_related("contribution__party").first()


def joined_in(rounds: Iterable[int]) -> dict[tuple[int, int], JointName]:
    """Who counts as received with another participant, by round and participant."""
    rows = JointName.objects.confirmed().filter(round__in=set(rounds)).select_related("contribution__party")
    return {(one.round_id, one.party_id): one for one in rows}


def is_still_asked_of(uuid: UUID, *, version: int, user: UUID, now: datetime) -> bool:
    """Whether this person still is to answer about this very text."""
    joint = JointName.objects.filter(uuid=uuid, version=version, state=JointState.ASKED).first()
    return joint is not None and is_submitting_for(joint.party_id, None, user=user, now=now)


def is_over_for(uuid: UUID, *, user: UUID, now: datetime) -> bool:
    """Whether this person's participant still is not asked anything here."""
    joint = JointName.objects.filter(uuid=uuid).exclude(state__in=TOLD).first()
    return joint is not None and is_submitting_for(joint.party_id, None, user=user, now=now)
