"""Reads of the integrations app: which client a key belongs to, and as whom that client acts."""

from dataclasses import replace
from datetime import datetime

from foundation.actors import Actor, Side
from integrations.enums import Scope
from integrations.keys import MARK, is_same, prefix_of
from integrations.models import ApiClient
from parties.selectors import actor_of, staff_hat


def client_of_key(key: str, now: datetime) -> ApiClient | None:
    """The client whose key this is, if the key is in force and its account active."""
    if not key.startswith(MARK) or not key.isprintable():
        return None
    client = ApiClient.objects.select_related("user").filter(prefix=prefix_of(key)).first()
    if client is None or not is_same(key, client.key_hash):
        return None
    in_force = client.revoked_at is None and client.expires_at is not None and client.expires_at > now
    return client if in_force and client.user.is_active and client.user.is_service else None


def actor_of_client(client: ApiClient, now: datetime) -> Actor:
    """The client's account with those of its offices that the scopes let it use, and no others."""
    account = actor_of(client.user, hat=None, now=now)
    hat: Side | None = None
    if Scope.OWN in client.scopes:
        hat = "participant"
    elif Scope.STAFF in client.scopes:
        hat = staff_hat(account.held)
    worn = account.wearing(hat).worn if hat else ()
    return replace(account, kind="client", client_id=client.pk, hat=hat, held=worn, scopes=frozenset(client.scopes))
