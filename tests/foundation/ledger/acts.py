"""Committed acts for the tests of the chain: each one a transaction of its own."""

from django.db import transaction

from foundation.accounts.models import User
from foundation.actors import system
from foundation.ledger.audience import PUBLIC
from foundation.ledger.services import record
from tests.foundation.ledger.things import a_thing


def act(entries: int = 1, *, thing: User | None = None, audience=PUBLIC) -> User:
    """One transaction that records `entries` entries: one block."""
    with transaction.atomic():
        thing = thing or a_thing()
        for number in range(entries):
            record(thing, "thing.changed", actor=system(), audience=audience, facts={"number": number})
    return thing
