"""The world as a fixture: built once for all, cloned for the tests of a module; the log is kept meanwhile."""

import pickle
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import override_settings

from tests.canaries.logs import listening
from tests.databases import TestDatabases, fingerprint, of_files
from tests.matrix.world import build, open_doors

SHAPES_THE_WORLD = [
    *(f"{room}/**/*.{kind}" for room in ("foundation", "parties", "documents", "meetings") for kind in ("py", "html")),
    *(f"{room}/**/*.{kind}" for room in ("actionplan", "reports", "notifications") for kind in ("py", "html")),
    *(f"{room}/**/*.py" for room in ("integrations", "khartoum", "tests/factories", "tests/matrix", "tests/canaries")),
]
"""What the things of the world follow from; the day is another, for they are dated by the clock."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, test_databases):
    with django_db_blocker.unblock():
        built = pickle.loads(test_databases.furnished(_name(test_databases), _built))
        with transaction.atomic():
            open_doors(built)
            # Django's test runner keeps mail in memory; here it takes the way it takes in the product.
            with listening(), override_settings(EMAIL_BACKEND="foundation.outbox.backend.OutboxEmailBackend"):
                yield built
            transaction.set_rollback(True)
        test_databases.renew()


def _name(databases: TestDatabases) -> str:
    today = datetime.now(UTC).date().isoformat()
    return f"test_{databases.place['NAME']}_world_{of_files(SHAPES_THE_WORLD, fingerprint(), today)}"


def _built() -> bytes:
    with transaction.atomic():
        return pickle.dumps(build())
