"""Reads of the integrations app: whose key this is, as whom its client acts, what it may do, where its webhooks are."""

import ipaddress
from dataclasses import replace
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import CharField, Q

from foundation.accounts.models import User
from foundation.actors import Actor, Side
from foundation.ledger.selectors import Cursor
from foundation.standing import Given, Standing
from integrations.enums import Scope
from integrations.keys import is_same, prefix_of
from integrations.models import ApiClient, ApiKey, Delivery, Webhook
from parties.selectors import actor_of, staff_hat, staff_in_force, submitting_for

SHOWN = 50
NAMED = ArrayAgg("client__participants", filter=Q(client__participants__isnull=False), default=[])
KEYS = Standing(
    lambda: (
        ApiKey.objects.select_related("client__user")
        .annotate(named=NAMED)
        .filter(prefix=Given("prefix", CharField()))
        .order_by("pk")[:1]
    )
)
"""The key of a prefix, with its client, the account and the participants it is limited to."""


def key_in_force(text: str, now: datetime) -> ApiKey | None:
    """The key whose text this is, if it is in force and its account active; one query."""
    prefix = prefix_of(text)
    if prefix is None:
        return None
    key = next(iter(KEYS.rows(prefix=prefix)), None)
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


def is_let_in(client: ApiClient, now: datetime) -> bool:
    """Whether it could call us at `now`: who holds no key is told of nothing either. The account comes with it."""
    user = client.user
    return user.is_active and user.is_service and client.keys.in_force(now).exists()


def actor_of_webhook(webhook: Webhook, now: datetime) -> Actor | None:
    """As whom it is told; None while its client is not let in."""
    client = webhook.client
    if not is_let_in(client, now):
        return None
    return actor_of_client(client, now, list(client.participants.values_list("pk", flat=True)))


def first_not_taken(webhook: Webhook) -> Cursor:
    """The place before the first change of this round that was not taken; where it has come to, if all were."""
    here = Cursor(webhook.after_block, webhook.after_entry)
    open_calls = webhook.deliveries.filter(round=webhook.round, delivered_at=None).order_by("block", "entry")
    first = open_calls.values_list("block", "entry").first()
    return here if first is None else min(here, Cursor(first[0], first[1] - 1))


def last_calls(webhook: Webhook) -> list[Delivery]:
    """The calls that were written last, with how far each is: what a page of it shows."""
    return list(webhook.deliveries.select_related("message")[:SHOWN])


def keepers_of(client: ApiClient, now: datetime) -> list[User]:
    """Whoever is told when something is wrong with it: those who submit for its participant, else staff."""
    own = submitting_for(client.party_id, None, now=now) if client.party_id is not None else []
    return own or staff_in_force(now)
