"""Partner systems, their keys and their webhooks, for tests."""

from datetime import timedelta

from foundation.actors import Actor
from integrations.enums import Scope
from integrations.models import ApiClient, Webhook
from integrations.services.clients import issue_key, save_client
from integrations.services.webhooks import enter_webhook
from tests.factories.parties import NOW, actor

ADDRESS = "https://partner.example/changes"


def keeper(now=NOW) -> Actor:
    """An officer who keeps every system."""
    return actor("secretariat_officer", now=now)


def system_with_key(*, now=NOW, **given) -> ApiClient:
    """A partner system that may read what is published, and can get in for a year."""
    plain = {"name": "JVAP", "scopes": [Scope.PUBLISHED], **given}
    client = save_client(ApiClient(**plain), actor=keeper(now), version=None, creating=True)
    issue_key(client, actor=keeper(now), version=client.version, expires_at=now + timedelta(days=365), now=now)
    client.refresh_from_db()
    return client


def key_of(user, *, now=NOW, **given) -> tuple[ApiClient, str]:
    """A partner system that works through this account, with the offices it holds, and the text of a key of it."""
    plain = {"name": "Reporting tool", "user": user, "scopes": [Scope.OWN], "grants": ["*.read", "*.write"], **given}
    client = save_client(ApiClient(**plain), actor=keeper(now), version=None, creating=True)
    said = {"version": client.version, "expires_at": now + timedelta(days=365), "now": now}
    key = issue_key(client, actor=keeper(now), **said)
    client.refresh_from_db()
    return client, key


def webhook_of(client: ApiClient | None = None, *, address=ADDRESS, resources=(), now=NOW) -> Webhook:
    """An address at which a system is called."""
    client = client or system_with_key(now=now)
    client.refresh_from_db()
    said = {"address": address, "resources": resources, "now": now}
    made, _secret = enter_webhook(client, actor=keeper(now), version=client.version, **said)
    return made
