"""People at the doors, and the mail that lets them in."""

import re

import pytest

from foundation.outbox.models import Message
from tests.factories.parties import UserFactory

PASSWORD = "a rather long password 1"


@pytest.fixture(autouse=True)
def mail_goes_to_the_outbox(settings):
    """As everywhere but in tests, where Django would keep it in memory."""
    settings.EMAIL_BACKEND = "foundation.outbox.backend.OutboxEmailBackend"


@pytest.fixture
def somebody(db):
    return UserFactory(email="amina@example.org", full_name="Amina Hassan", language="fr", password=PASSWORD)


@pytest.fixture
def key_in_mail():
    """The key of the last mail to an address."""

    def read(address):
        mail = Message.objects.filter(to=address).first()
        return re.search(r"key=([\w-]+)", mail.body_text)[1]

    return read
