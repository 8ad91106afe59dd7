"""Reads of the integrations app: whose key this is, as whom its client acts, what it may do."""

import ipaddress
from dataclasses import replace
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from foundation.actors import Actor, Side
from integrations.enums import Scope
from integrations.keys import is_same, prefix_of
from integrations.models import ApiClient, ApiKey
from parties.selectors import actor_of, staff_hat

NAMED = ArrayAgg("client__participants", filter=Q(client__participants__isnull=False), default=[])


def key_in_force(text: str, now: datetime) -> ApiKey | None:
    """The key whose text this is, if it is in force and its account active; one query."""
    prefix = prefix_of(text)
    if prefix is None:
        return None
    keys = ApiKey.objects.select_related("client__user").annotate(named=NAMED)
    key = keys.filter(prefix=prefix).first()
    if key is None or not is_same(text, key.key_hash) or not key.is_in_force(now):
        return None
    user = key.client.user
    return key if user.is_active and user.is_service else None


def comes_from_allowed(client: ApiClient, address: str | None) -> bool:
    """Whether the client may call from this address; unknown (None) is nowhere."""
    if not client.networks:
        return True
    if address is None:
        return False
    known = ipaddress.ip_address(address)
    mapped = getattr(known, "ipv4_mapped", None) or known
    return any(mapped in ipaddress.ip_network(network) for network in client.networks)


def actor_of_client(client: ApiClient, now: datetime, named: list[int] | None = None) -> Actor:
    """The client's account with those of its offices that the scopes let it use, and no others.

    `named`: only offices for these participants; empty is every one.
    """
    account = actor_of(client.user, hat=None, now=now)
    hat: Side | None = None
    if Scope.OWN in client.scopes:
        hat = "participant"
    elif Scope.STAFF in client.scopes:
        hat = staff_hat(account.held)
    worn = tuple(one for one in account.wearing(hat).worn if not named or one.unit_id in named) if hat else ()
    return replace(account, kind="client", client_id=client.pk, hat=hat, held=worn, scopes=frozenset(client.scopes))


def may_do(client: ApiClient, resource: str, verb: str) -> bool:
    """Whether its grants name the resource (or all) with the verb."""
    return not {f"{resource}.{verb}", f"*.{verb}"}.isdisjoint(client.grants)


def client_keys(client: ApiClient) -> list[ApiKey]:
    """Every key that was issued to it, the newest first."""
    return list(client.keys.all())
