"""Whom most tests of reports are about."""

import pytest

from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import PartyFactory


@pytest.fixture
def party():
    """The participant that reports."""
    return PartyFactory()


@pytest.fixture
def activity(party):
    """The activity that it leads."""
    return ActivityFactory(lead=party)
