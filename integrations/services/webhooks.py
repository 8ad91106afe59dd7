"""The only writers of webhooks: entered, changed, paused, replayed, given another secret, ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again, system
from foundation.base import lock_seen
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.selectors import Cursor, latest
from foundation.ledger.services import record
from foundation.outbox.models import Message
from foundation.outbox.services import enqueue, withdraw
from integrations.enums import WebhookState
from integrations.hooks import signing
from integrations.hooks.mail import mails_on_end
from integrations.models import ApiClient, Webhook, WebhookSecret
from integrations.permissions import can_change_webhook, can_have_called, can_keep_webhook
from integrations.resources import resources as known_resources
from integrations.selectors import first_not_taken, keepers_of
from integrations.services.clients import LONGEST_OVERLAP
from integrations.validators import check_webhook_address
from integrations.workflow import WEBHOOK

MOST_OF_A_CLIENT = 5
ENDED_AFTER = timedelta(days=5)
"""How long a webhook may fail; then nobody is called there until somebody looked."""
FAILURES = ("failures", "failing_since", "rests_until")
PLACE = ("round", "after_block", "after_entry")


@transaction.atomic
def enter_webhook(
    client: ApiClient, *, actor: Actor, version: int, now: datetime, address: str, resources: Sequence[str] = ()
) -> tuple[Webhook, str]:
    """Call this address from now on; the secret of its signatures is returned here and shown nowhere else.

    `resources`: the lists it is told of; none is all that the client may read. Raises `StaleVersion`, `NotAllowed`, or
    `RuleBroken` for an address that is not called.
    """
    current = lock_seen(client, version=version)
    if not can_have_called(made_again(actor), current):
        raise NotAllowed
    _check(current, address)
    _check_resources(resources)
    ApiClient.objects.filter(pk=current.pk).update(version=F("version") + 1)
    place = latest()
    named = {"client": current, "address": address, "resources": sorted(set(resources)), "state_since": now}
    webhook = Webhook.objects.create(**named, after_block=place.block, after_entry=place.entry)
    record(webhook, "webhook.entered", actor=actor, audience=STAFF, facts={"resources": webhook.resources})
    return webhook, _new_secret(webhook, now)


def _check(client: ApiClient, address: str) -> None:
    try:
        check_webhook_address(address)
    except ValidationError as error:
        raise RuleBroken(error.messages[0], field="address") from error
    if client.webhooks.present().count() >= MOST_OF_A_CLIENT:
        raise RuleBroken(_("One system is called at five addresses at most."), field="address")


def _check_resources(resources: Sequence[str]) -> None:
    if not set(resources) <= set(known_resources()):
        raise RuleBroken(_("Choose among the kinds of things that the API lists."), field="resources")


def _new_secret(webhook: Webhook, now: datetime) -> str:
    seed = signing.new_seed()
    WebhookSecret.objects.create(webhook=webhook, seed=seed, issued_at=now)
    return signing.shown(seed)


@transaction.atomic
def change_webhook(
    webhook: Webhook,
    *,
    actor: Actor,
    version: int,
    now: datetime,  # noqa: ARG001 -- a step names the moment
    resources: Sequence[str],
) -> Webhook:
    """Tell it of these lists from now on; none: of all that its client may read. What is on its way still goes out."""
    current = _to_change(webhook, actor, version)
    _check_resources(resources)
    current.version += 1
    current.resources = sorted(set(resources))
    current.save(update_fields=["resources", "version"])
    record(current, "webhook.changed", actor=actor, audience=STAFF, facts={"resources": current.resources})
    return current


def _to_change(webhook: Webhook, actor: Actor, version: int) -> Webhook:
    """The locked row. Raises `IllegalTransition` where it was taken away, or `NotAllowed`."""
    current = lock_seen(webhook, version=version)
    if current.state == WebhookState.REMOVED:
        raise IllegalTransition
    if not can_change_webhook(made_again(actor), current):
        raise NotAllowed
    return current


@transaction.atomic
def rotate_secret(
    webhook: Webhook, *, actor: Actor, version: int, now: datetime, overlap: timedelta = timedelta(0)
) -> str:
    """Another secret, returned here and shown nowhere else. Until `overlap` is over, calls are signed with both."""
    current = _to_change(webhook, actor, version)
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise RuleBroken(_("Earlier secrets go on for thirty days at most."), field="overlap")
    current.secrets.in_force(now).filter(retires_at=None).update(retires_at=now + overlap)
    Webhook.objects.filter(pk=current.pk).update(version=F("version") + 1)
    secret = _new_secret(current, now)
    record(current, "webhook.secret_rotated", actor=actor, audience=STAFF)
    return secret


@transaction.atomic
def pause_webhook(webhook: Webhook, *, actor: Actor, version: int | None, now: datetime) -> Webhook:
    """Nobody is called there until it is taken up again; nothing of what happens meanwhile is lost."""
    current = WEBHOOK.apply(webhook, "pause", actor=actor, version=version)
    current.state_since = now
    _begin_round(current, first_not_taken(current))
    record(current, "webhook.paused", actor=actor, audience=STAFF)
    return current


@transaction.atomic
def resume_webhook(webhook: Webhook, *, actor: Actor, version: int | None, now: datetime) -> Webhook:
    """Call again, from the first change that was not taken; what was taken is not told again."""
    current = WEBHOOK.apply(webhook, "resume", actor=actor, version=version)
    current.state_since = now
    current.failures, current.failing_since, current.rests_until = 0, None, None
    _begin_round(current, first_not_taken(current))
    record(current, "webhook.resumed", actor=actor, audience=STAFF)
    return current


@transaction.atomic
def remove_webhook(webhook: Webhook, *, actor: Actor, version: int | None, now: datetime) -> Webhook:
    """Nobody is called there any more, for good; the address may be entered anew. What became of its calls stays."""
    current = WEBHOOK.apply(webhook, "remove", actor=actor, version=version)
    current.state_since = now
    _begin_round(current, first_not_taken(current))
    record(current, "webhook.removed", actor=actor, audience=STAFF)
    return current


@transaction.atomic
def replay_webhook(
    webhook: Webhook,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step names the moment
    place: Cursor,
) -> Webhook:
    """Tell everything after a place in the feed once more, under the same `webhook-id`s."""
    current = lock_seen(webhook, version=version)
    if current.state != WebhookState.ACTIVE:
        raise IllegalTransition
    if not can_keep_webhook(made_again(actor), current):
        raise NotAllowed
    current.version += 1
    current.replayed_from = current.round + 1
    _begin_round(current, min(place, latest()))
    record(current, "webhook.replayed", actor=actor, audience=STAFF, facts={"block": place.block})
    return current


@transaction.atomic
def end_failing(webhook: Webhook, *, now: datetime) -> Webhook | None:
    """Call there no more: it failed for five days. Its keepers are written to. None where it recovered meanwhile."""
    current = lock_seen(webhook, version=None)
    if current.state != WebhookState.ACTIVE or not fails_too_long(current, now):
        return None
    current = WEBHOOK.apply(current, "disable", actor=system(now), version=None)
    current.state_since = now
    _begin_round(current, first_not_taken(current))
    enqueue(*mails_on_end(current, keepers_of(current.client, now)), at_sending=True)
    record(current, "webhook.disabled", actor=system(now), audience=STAFF)
    return current


def fails_too_long(webhook: Webhook, now: datetime) -> bool:
    """Whether it has failed for five days."""
    return webhook.failing_since is not None and now - webhook.failing_since >= ENDED_AFTER


def _begin_round(webhook: Webhook, place: Cursor) -> None:
    """What waits is withdrawn, and calls are written from the place on."""
    withdraw(Message.objects.filter(pk__in=webhook.deliveries.waiting().values("message")))
    webhook.round += 1
    webhook.after_block, webhook.after_entry = place
    webhook.save(update_fields=["state", "state_since", "version", "replayed_from", *FAILURES, *PLACE])
