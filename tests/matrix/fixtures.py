"""The world as a fixture: built once for all, cloned for the tests of a module; the log is kept meanwhile."""

import pickle
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.canaries.logs import listening
from tests.databases import ROOT, TestDatabases, fingerprint, of_files
from tests.matrix.world import build, open_doors

OF_THE_TESTS = ("factories", "matrix", "canaries")


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
    """Another one with every change of our code, and every day: the things of the world are dated by the clock."""
    first = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    folders = [room for room in sorted(first) if (ROOT / room).is_dir()] + [f"tests/{room}" for room in OF_THE_TESTS]
    sources = ["tests/databases.py", *(f"{folder}/**/*.{kind}" for folder in folders for kind in ("py", "html"))]
    made_of = of_files(sources, fingerprint(), datetime.now(UTC).date().isoformat())
    return f"test_{databases.place['NAME']}_world_{made_of}"


def _built() -> bytes:
    with transaction.atomic():
        return pickle.dumps(build())
