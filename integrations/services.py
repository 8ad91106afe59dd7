"""The only writers of API clients: a key is issued, shown once, and revoked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.base import lock_seen
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from integrations.keys import hash_of, new_key, prefix_of
from integrations.models import ApiClient
from integrations.permissions import can_manage_clients

NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def register_client(client: ApiClient, *, actor: Actor) -> ApiClient:
    """Enter a partner system (unsaved); it gets in only once a key is issued."""
    if not can_manage_clients(actor, client):
        raise NotAllowed
    if not client.user.is_service:
        raise RuleBroken(_("A partner system works through a service account."), field="user")
    client.save()
    record(client, "api_client.registered", actor=actor, audience=STAFF, facts={"scopes": client.scopes})
    return client


@transaction.atomic
def issue_key(client: ApiClient, *, actor: Actor, version: int, expires_at: datetime, now: datetime) -> str:
    """A new key in the place of the old one, valid until `expires_at` (UTC). It is returned here and kept nowhere."""
    current = _for_change(client, actor, version)
    if expires_at <= now:
        raise RuleBroken(_("The end must lie in the future."), field="expires_at")
    key = new_key()
    current.prefix, current.key_hash = prefix_of(key), hash_of(key)
    current.expires_at, current.revoked_at = expires_at, None
    current.version += 1
    current.save(update_fields=["prefix", "key_hash", "expires_at", "revoked_at", "version"])
    record(current, "api_client.key_issued", actor=actor, audience=STAFF, facts={"expires_at": expires_at.isoformat()})
    return key


@transaction.atomic
def revoke_key(client: ApiClient, *, actor: Actor, version: int, now: datetime) -> ApiClient:
    """The key opens nothing from the next request on. Raises `IllegalTransition` when there is none in force."""
    current = _for_change(client, actor, version)
    if not current.key_hash or current.revoked_at is not None:
        raise IllegalTransition
    current.revoked_at = now
    current.version += 1
    current.save(update_fields=["revoked_at", "version"])
    record(current, "api_client.key_revoked", actor=actor, audience=STAFF)
    return current


def note_use(client: ApiClient, *, now: datetime) -> None:
    """Remember when the key was last used, written at most once a minute."""
    if client.last_used_at is not None and now - client.last_used_at < NOTED_EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
    ApiClient.objects.filter(stale, pk=client.pk).update(last_used_at=now)


def _for_change(client: ApiClient, actor: Actor, version: int) -> ApiClient:
    current = lock_seen(client, version=version)
    if not can_manage_clients(actor, current):
        raise NotAllowed
    return current
