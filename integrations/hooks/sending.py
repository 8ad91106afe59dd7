"""Carries the webhooks of the outbox: each call is signed at its moment, made, and noted by its status code alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from foundation.ledger.selectors import Cursor
from foundation.outbox.models import Message
from foundation.outbox.registry import RestingError, Sender, TemporaryError
from integrations.hooks import signing
from integrations.hooks.calls import call
from integrations.models import Delivery
from integrations.services.deliveries import note_answer

USER_AGENT = "Khartoum-Process-Webhooks/1"


@contextmanager
def webhooks() -> Iterator[Sender]:
    """The way out: every call has a connection of its own."""
    yield send


def send(message: Message) -> None:
    """Call the address with the body that the message was given just now (`foundation.outbox.registry.still_wanted`).

    Raises `RestingError` while the receiver rests, `TemporaryError` when it did not take the call.
    """
    delivery = Delivery.objects.select_related("webhook").get(message=message)
    webhook, now = delivery.webhook, message.begun_at or timezone.now()
    if webhook.rests_until is not None and webhook.rests_until > now:
        raise RestingError(webhook.rests_until)
    seeds = [bytes(secret.seed) for secret in webhook.secrets.in_force(now)]
    identity = signing.identity(webhook.uuid, Cursor(delivery.block, delivery.entry))
    headers = signing.signed(seeds, message=str(identity), at=now, body=message.body_text)
    rest = {"Content-Type": "application/json", "User-Agent": USER_AGENT, "Connection": "close"}
    answer = call(webhook.address, body=message.body_text, headers={**headers, **rest})
    wait = note_answer(delivery, answer, message=message, now=now)
    if not answer.is_taken:
        raise TemporaryError(str(answer.status or answer.fault), wait=wait)
