"""Joint contributions: one participant drafts and names others, who each confirm or decline what was submitted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again, system
from foundation.base import lock, touch
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import unit_and_staff
from foundation.ledger.services import JSON, record
from foundation.outbox.services import enqueue
from parties.selectors import submitting_for
from reports.enums import ContributionState as S
from reports.enums import JointState
from reports.joint_mail import mail_on_end, mail_on_joint
from reports.models import Contribution, JointName, Snapshot
from reports.models.joint import TOLD
from reports.permissions.contributions import EDITABLE
from reports.permissions.joint import can_name
from reports.selectors.joint import could_be_named, joined_by
from reports.selectors.obligations import ACCEPTING, AWAITED
from reports.services.audiences import own, own_and_staff
from reports.services.holding import hold_round, open_for_writing
from reports.services.requests import end_request, request_contribution
from reports.services.snapshots import words_of
from reports.workflow.joint import JOINT

WITHOUT_A_REPORT = frozenset({S.NOT_STARTED, S.WITHDRAWN})
"""States in which a participant has nothing of its own in the round, so that it may join another one's."""

ABOUT = ("snapshot", "answered", "asked_at", "answered_at", "version")
"""What is written with the state when another text is asked about, or none."""


@transaction.atomic
def name_participant(contribution: Contribution, *, actor: Actor, version: int, party: UUID) -> JointName:
    """It is to speak in the name of this participant too, which is asked once the contribution is submitted.

    Raises `StaleVersion`, `IllegalTransition`, `NotAllowed`, or `RuleBroken` for who cannot be named.
    """
    _open(contribution, version=version)
    if not can_name(made_again(actor), contribution):
        raise NotAllowed
    found = {one.uuid: one for one in could_be_named(contribution)}.get(party)
    if found is None:
        raise RuleBroken(_("Choose one of the participants offered."), field="party")
    before = JointName.objects.filter(contribution=contribution, party=found).first()
    if before is None:
        named = JointName.objects.create(contribution=contribution, round_id=contribution.round_id, party=found)
    else:
        named = JOINT.apply(before, "name_again", actor=actor, version=None)
        named.save(update_fields=["state", "version"])
    record(named, "joint.named", actor=actor, audience=own(contribution), facts=_facts(named))
    return named


@transaction.atomic
def take_out(joint: JointName, *, actor: Actor, version: int, now: datetime) -> JointName:
    """It is no longer to speak in this participant's name; what had been confirmed does not count any more."""
    _open(joint.contribution, version=None)
    was = lock(joint).state
    current = JOINT.apply(joint, "take_out", actor=actor, version=version)
    _forget(current, was)
    _end(current, was, now=now)
    audience = own(joint.contribution) if was == JointState.NAMED else own_and_staff(joint.contribution)
    record(current, "joint.taken_out", actor=actor, audience=audience, facts=_facts(current))
    return current


@transaction.atomic
def confirm(joint: JointName, *, actor: Actor, version: int, now: datetime) -> JointName:
    """What was submitted speaks in the name of this participant too: it counts as received.

    Raises `RuleBroken` where it has a report of its own in the round: it is one or the other.
    """
    theirs = _both_locked(joint)
    current = JOINT.apply(joint, "confirm", actor=actor, version=version)
    if theirs.state not in WITHOUT_A_REPORT:
        raise RuleBroken(
            _(
                "Your participant has a report of its own in this round. Choose: delete or withdraw it and then confirm"
                " here, or decline here."
            )
        )
    current.answered_at = now
    current.save(update_fields=["state", "answered_at", "version"])
    end_request(theirs, now=now, reason="joined")
    record(current, "joint.confirmed", actor=actor, audience=unit_and_staff(current.party_id), facts=_facts(current))
    return current


@transaction.atomic
def decline(joint: JointName, *, actor: Actor, version: int, now: datetime) -> JointName:
    """It does not speak in the name of this participant, which is asked for a report of its own."""
    _both_locked(joint)
    was = lock(joint).state
    current = JOINT.apply(joint, "decline", actor=actor, version=version)
    current.answered_at = now
    current.save(update_fields=["state", "answered_at", "version"])
    _ask_for_its_own(current, was, now=now)
    record(current, "joint.declined", actor=actor, audience=unit_and_staff(current.party_id), facts=_facts(current))
    return current


def ask_named(snapshot: Snapshot, *, actor: Actor, now: datetime) -> None:
    """Ask whom the contribution names about what was just submitted; who has answered about the very same words is not.

    The caller holds the contribution's lock.
    """
    contribution = snapshot.contribution
    named = JointName.objects.filter(contribution=contribution).exclude(state=JointState.TAKEN_OUT)
    words = words_of(snapshot.content["sections"])
    for joint in named.select_related("snapshot").order_by("pk"):
        if joint.snapshot is not None and words_of(joint.snapshot.content["sections"]) == words:
            joint.snapshot = snapshot
            joint.save(update_fields=["snapshot"])
            continue
        was = joint.state
        current = JOINT.apply(joint, "ask", actor=system(now), version=None)
        current.answered = _answered(current, was)
        current.snapshot, current.asked_at, current.answered_at = snapshot, now, None
        current.save(update_fields=["state", *ABOUT])
        _ask_for_its_own(current, was, now=now)
        enqueue(*(mail_on_joint(current, user, now=now) for user in submitting_for(current.party_id, None, now=now)))
        record(current, "joint.asked", actor=actor, audience=own_and_staff(contribution), facts=_facts(current))


def let_names_lapse(contribution: Contribution, *, now: datetime) -> None:
    """What is withdrawn speaks in nobody's name; whoever had confirmed is asked for a report of its own again.

    The caller holds the contribution's lock.
    """
    for joint in JointName.objects.filter(contribution=contribution, state__in=TOLD).order_by("pk"):
        was = joint.state
        current = JOINT.apply(joint, "lapse", actor=system(now), version=None)
        _forget(current, was)
        _end(current, was, now=now)


def check_not_joined(contribution: Contribution) -> None:
    """Raise `RuleBroken` where its participant has confirmed another one. The caller holds its lock."""
    joined = joined_by(contribution)
    if joined is not None:
        raise RuleBroken(
            _(
                "This participant reports together with %(participant)s in this round: it declines that contribution"
                " before it begins one of its own."
            )
            % {"participant": joined.contribution.party.name}
        )


def _open(contribution: Contribution, *, version: int | None) -> None:
    open_for_writing(contribution, version=version)
    touch(contribution, version=version, states=EDITABLE)


def _both_locked(joint: JointName) -> Contribution:
    """The named participant's own contribution, locked together with the one that names it, in the order of keys."""
    hold_round(joint.contribution)
    pair = Contribution.objects.filter(round=joint.round_id, party=joint.party_id, authority=None)
    rows = (pair | Contribution.objects.filter(pk=joint.contribution_id)).order_by("pk")
    locked = {one.pk: one for one in rows.select_for_update(no_key=True, of=("self",))}
    theirs = [one for pk, one in locked.items() if pk != joint.contribution_id]
    if not theirs or theirs[0].round.state not in ACCEPTING:
        raise IllegalTransition
    return theirs[0]


def _forget(joint: JointName, was: str) -> None:
    """Nothing is asked about any more; which words were answered stays, for whoever may be asked about others."""
    joint.answered = _answered(joint, was)
    joint.snapshot = joint.asked_at = joint.answered_at = None
    joint.save(update_fields=["state", *ABOUT])


def _answered(joint: JointName, was: str) -> Snapshot | None:
    """The words about which its participant has answered last."""
    return joint.snapshot if was in {JointState.CONFIRMED, JointState.DECLINED} else joint.answered


def _end(joint: JointName, was: str, *, now: datetime) -> None:
    """Who had confirmed is awaited again, and whoever was asked or had confirmed is told that this is over."""
    _ask_for_its_own(joint, was, now=now)
    if was in {JointState.ASKED, JointState.CONFIRMED}:
        readers = submitting_for(joint.party_id, None, now=now)
        had_confirmed = was == JointState.CONFIRMED
        enqueue(*(mail_on_end(joint, reader, had_confirmed=had_confirmed, now=now) for reader in readers))


def _ask_for_its_own(joint: JointName, was: str, *, now: datetime) -> None:
    """Who had confirmed is awaited again."""
    if was != JointState.CONFIRMED:
        return
    theirs = Contribution.objects.filter(round=joint.round_id, party=joint.party_id, authority=None)
    awaited = theirs.filter(state__in=AWAITED).select_related("party", "round").first()
    if awaited is not None:
        request_contribution(awaited, now=now)


def _facts(joint: JointName) -> dict[str, JSON]:
    return {
        "contribution": str(joint.contribution.uuid),
        "party": joint.party.code,
        "sha256": joint.snapshot.sha256 if joint.snapshot else None,
    }
