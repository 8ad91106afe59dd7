"""The world as a fixture: built once for the tests of a module, rolled back at their end; the log is kept meanwhile."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.canaries.logs import listening
from tests.matrix.world import build


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        # Django's test runner keeps mail in memory; here it takes the way it takes in the product.
        with listening(), override_settings(EMAIL_BACKEND="foundation.outbox.backend.OutboxEmailBackend"):
            yield built
        transaction.set_rollback(True)
