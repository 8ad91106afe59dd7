"""The only writers of partner systems and their keys: registered, limited, issued, shown once, revoked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.actors import Actor, made_again
from foundation.base import lock_seen, save_seen, take_up
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.related import Related
from integrations.enums import Scope
from integrations.keys import hash_of, new_key, prefix_of
from integrations.limits import limits
from integrations.models import PER_MINUTE, ApiClient, ApiKey
from integrations.permissions import can_keep_client, can_register_clients
from parties.models import Mandate
from parties.services import entrust

LONGEST = timedelta(days=366)
"""How long a key may last; whoever is still there issues another."""
LONGEST_OVERLAP = timedelta(days=30)


@transaction.atomic
def save_client(
    client: ApiClient, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> ApiClient:
    """Enter a partner system, or keep what narrows it; it gets in only once a key is issued.

    Raises `NotAllowed`, `StaleVersion`, or `RuleBroken` for the account of a person.
    """
    take_up(client, version=version, creating=creating)
    if not can_register_clients(made_again(actor)):
        raise NotAllowed
    if client.user_id is None:
        client.user = open_service_account(client.name)
    if not client.user.is_service:
        raise RuleBroken(_("A partner system works through a service account."), field="user")
    save_seen(client, version=version, creating=creating)
    if related is not None:
        related.write(client)
    kind = "api_client.registered" if creating else "api_client.changed"
    record(client, kind, actor=actor, audience=STAFF, facts={"grants": client.grants})
    return client


@transaction.atomic
def register_own_client(
    mandate: Mandate, *, actor: Actor, name: str, writes: bool, networks: list[str], per_minute: int = PER_MINUTE
) -> ApiClient:
    """A partner system of the participant of this mandate, entrusted by its holder with writing, never submitting.

    Raises `NotAllowed` unless the actor submits for it, and `RuleBroken` for a name that is empty or more requests
    in a minute than a participant may grant.
    """
    if not name.strip():
        raise RuleBroken(_("Give it a name."), field="name")
    if not 1 <= per_minute <= PER_MINUTE:
        raise RuleBroken(_("The Secretariat can allow more requests; write to it."), field="per_minute")
    grants = ["*.read", "*.write"] if writes else ["*.read"]
    narrowed = {"scopes": [Scope.OWN], "grants": grants, "networks": networks, "per_minute": per_minute}
    client = ApiClient(name=name.strip(), party=mandate.party, **narrowed)
    if not can_keep_client(actor, client):
        raise NotAllowed
    client.user = open_service_account(client.name)
    client.save(force_insert=True)
    entrust(client.user, mandate, actor=actor)
    record(client, "api_client.registered", actor=actor, audience=STAFF, facts={"grants": grants})
    return client


def open_service_account(name: str) -> User:
    """An account that nobody signs in to: no password, and an address that leads nowhere."""
    return User.objects.create_user(f"{uuid4()}@service.invalid", full_name=name, is_service=True)


@transaction.atomic
def issue_key(
    client: ApiClient,
    *,
    actor: Actor,
    version: int,
    expires_at: datetime,
    now: datetime,
    overlap: timedelta = timedelta(0),
) -> str:
    """A new key, valid until `expires_at` (UTC); it is returned here and kept nowhere.

    Those in force before go on for `overlap` and no longer, so that a running system loses nothing.
    """
    current = _for_change(client, actor, version)
    if not now < expires_at <= now + LONGEST:
        raise RuleBroken(_("The end must lie in the future, within a year."), field="expires_at")
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise RuleBroken(_("Earlier keys go on for thirty days at most."), field="overlap")
    current.keys.in_force(now).filter(retires_at=None).update(retires_at=now + overlap)
    key = new_key()
    prefix = str(prefix_of(key))
    moments = {"issued_at": now, "expires_at": expires_at}
    ApiKey.objects.create(client=current, prefix=prefix, key_hash=hash_of(key), **moments)
    facts = {"prefix": prefix, "expires_at": expires_at.isoformat()}
    record(current, "api_client.key_issued", actor=actor, audience=STAFF, facts=facts)
    return key


@transaction.atomic
def revoke_key(client: ApiClient, *, actor: Actor, version: int, now: datetime, key: ApiKey) -> ApiClient:
    """The key opens nothing from the next request on. Raises `IllegalTransition` when it is not in force."""
    current = _for_change(client, actor, version)
    if not current.keys.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        raise IllegalTransition
    facts = {"prefix": key.prefix}
    record(current, "api_client.key_revoked", actor=actor, audience=STAFF, facts=facts)
    return current


@transaction.atomic
def limit_client(
    client: ApiClient,
    *,
    actor: Actor,
    version: int,
    now: datetime,  # noqa: ARG001 -- a step names the moment
    **chosen: Iterable[models.Model],
) -> ApiClient:
    """Limit it to what was chosen of each kind that `limits()` names; none chosen: it is not limited in that.

    It holds from the next request on, for every key. Raises `NotAllowed` unless the actor keeps the system.
    """
    current = _for_change(client, actor, version)
    facts = {name: limit.write(current, chosen[name], actor=actor) for name, limit in limits().items()}
    record(current, "api_client.limited", actor=actor, audience=STAFF, facts=facts)
    return current


def _for_change(client: ApiClient, actor: Actor, version: int) -> ApiClient:
    """The locked client at its next version. Raises `StaleVersion` or `NotAllowed`."""
    current = lock_seen(client, version=version)
    if not can_keep_client(made_again(actor), current):
        raise NotAllowed
    ApiClient.objects.filter(pk=current.pk).update(version=F("version") + 1)
    current.version += 1
    return current
