"""The world as a fixture: built once for a module, rolled back at its end."""

import pytest
from django.db import transaction

from tests.matrix.world import build


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
