"""Reminders wait, and people who want no digests get none."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.actors import Actor, made_again
from foundation.base import lock_seen
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.related import Related
from notifications.models import DigestRefusal, Obligation, Pause
from notifications.models.pauses import AHEAD
from notifications.permissions import can_pause
from notifications.services.obligations import look_again
from parties.models import Party


def pause_reminders(
    party: Party, *, reason: str, until: datetime, actor: Actor, now: datetime, obligation: Obligation | None = None
) -> Pause:
    """Nobody of this participant is reminded until then (UTC); of one request only, if named.

    Raises `NotAllowed`, and `RuleBroken` for a request of another participant or an end that does not lie ahead.
    """
    pause = Pause(party=party, obligation=obligation, reason=reason, since=now, until=until)
    return note_pause(pause, actor=actor)


@transaction.atomic
def note_pause(
    pause: Pause,
    *,
    actor: Actor,
    version: int | None = None,  # noqa: ARG001 -- a new row has none; the workbench names it
    creating: bool = True,
    related: Related | None = None,  # noqa: ARG001 -- nothing belongs to a pause
) -> Pause:
    """Note a pause that is not saved yet, from its `since` on or from now. What stands is ended, never rewritten.

    Raises as `pause_reminders` does.
    """
    if not creating:
        raise IllegalTransition
    if not can_pause(actor):
        raise NotAllowed
    if pause.obligation is not None and pause.obligation.party_id != pause.party_id:
        raise RuleBroken(_("This request is asked of another participant."), field="obligation")
    pause.since, pause.reason = pause.since or actor.now, pause.reason.strip()
    if pause.until <= pause.since:
        raise RuleBroken(AHEAD, field="until")
    pause.save(force_insert=True)
    record(pause, "reminders.paused", actor=actor, audience=STAFF, facts={"party": pause.party.code})
    return pause


@transaction.atomic
def end_pause(pause: Pause, *, actor: Actor, version: int | None, now: datetime) -> Pause:
    """Reminders go on from now on. Raises `StaleVersion`, `IllegalTransition` when it is over, or `NotAllowed`."""
    current = lock_seen(pause, version=version)
    if current.ended_at is not None or current.until <= now:
        raise IllegalTransition
    if not can_pause(made_again(actor), current):
        raise NotAllowed
    current.ended_at = now
    current.version += 1
    current.save(update_fields=["ended_at", "version"])
    look_again(Obligation.objects.filter(party=current.party_id))
    record(current, "reminders.resumed", actor=actor, audience=STAFF)
    return current


@transaction.atomic
def refuse_digests(user: User, *, actor: Actor, now: datetime) -> None:
    """This person wants no digests: said by themselves, or to staff. Asked twice, it is noted once.

    Raises `NotAllowed`.
    """
    if actor.user_id != user.pk and not can_pause(actor):
        raise NotAllowed
    _refusal, is_new = DigestRefusal.objects.get_or_create(user=user, defaults={"since": now})
    if is_new:
        record(user, "digests.refused", actor=actor, audience=STAFF)


@transaction.atomic
def want_digests(user: User, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 -- as its counterpart
    """This person wants digests again: said by themselves, or to staff. Raises `NotAllowed`."""
    if actor.user_id != user.pk and not can_pause(actor):
        raise NotAllowed
    gone, _each = DigestRefusal.objects.filter(user=user).delete()
    if gone:
        record(user, "digests.wanted", actor=actor, audience=STAFF)
