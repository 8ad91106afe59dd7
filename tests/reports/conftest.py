"""Whom most tests of reports are about."""

import pytest

from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import PartyFactory, person


@pytest.fixture
def party():
    """The participant that reports."""
    return PartyFactory()


@pytest.fixture
def activity(party):
    """The activity that it leads."""
    return ActivityFactory(lead=party)


@pytest.fixture
def officer(client):
    """A client of the workbench, in which the presidency in the chair is signed in."""
    client.force_login(person("presidency_current"))
    return client
