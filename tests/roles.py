"""A rule asked in everybody's name: which roles it lets through."""

import pytest
from django.db import transaction

from foundation.errors import NotAllowed
from tests.factories import parties


@pytest.fixture
def everybody(db):
    """Actors by their roles, the anonymous reader among them; named first, for they are put back only then."""
    return parties.everybody()


def who_may(act, everybody):
    """The roles whose person does this; each finds what the others found, for what they did is undone."""
    return {role for role, who in everybody.items() if _does(act, who)}


def _does(act, who):
    with transaction.atomic():
        try:
            done = act(who)
        except NotAllowed:
            done = False
        transaction.set_rollback(True)
    return bool(done)
