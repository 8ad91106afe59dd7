"""What every test may ask for: servers, a database of its own worker, a broker."""

import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from django.db import connection
from django.template import Context, Template
from django.test import TransactionTestCase
from django.utils import timezone, translation

from foundation.room import with_room
from tests.databases import TestDatabases
from tests.servers import PrivateServers, Servers
from tests.states import COURSE, keep_rows_of_factories
from tests.summary import (  # noqa: F401 -- hooks, found here by pytest
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)
from tests.template import begin_template
from tools.catalogues.files import compile_changed
from tools.places import StartError

OF_ONE_MARK = {"bench": "bench", "chaos": "chaos", "journeys": "journey", "mutants": "mutant"}
"""Folders all of whose tests bear one mark: a run that leaves the mark out, or asks for another, does not read them."""
SERVERS = pytest.StashKey[Servers]()
PRIVATE = pytest.StashKey[PrivateServers]()
TEMPLATE = pytest.StashKey[subprocess.Popen[bytes] | None]()


def pytest_configure(config: pytest.Config) -> None:
    """The first process starts the servers, the workers are told where they are."""
    keep_rows_of_factories()
    with_room(runtestprotocol)
    worker = getattr(config, "workerinput", None)
    if worker:
        config.stash[SERVERS] = Servers(*worker["servers"])
        return
    compile_changed()
    config.stash[PRIVATE] = PrivateServers()
    try:
        config.stash[SERVERS] = config.stash[PRIVATE].start()
    except StartError as error:
        pytest.exit(str(error), returncode=3)
    if config.getoption("numprocesses", None):
        config.stash[TEMPLATE] = begin_template(config.stash[SERVERS].database_url)


def pytest_unconfigure(config: pytest.Config) -> None:
    making = config.stash.get(TEMPLATE, None)
    if making:
        making.kill()
        making.wait()
    if PRIVATE in config.stash:
        config.stash[PRIVATE].stop()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    mark, asked = OF_ONE_MARK.get(collection_path.name), config.option.markexpr
    left_out = f"not {mark}" in asked or (asked in OF_ONE_MARK.values() and asked != mark)
    return True if mark and left_out and collection_path.parent == Path(__file__).parent else None


def pytest_collection_finish() -> None:
    """What was read lives as long as the run: the collector of garbage need not walk through it again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    servers = node.config.stash[SERVERS]
    node.workerinput["servers"] = (servers.database_url, servers.redis_url)


@pytest.fixture(scope="session")
def test_databases(pytestconfig, worker_name) -> TestDatabases:
    return TestDatabases(pytestconfig.stash[SERVERS].database_url, worker_name)


@pytest.fixture(scope="session")
def worker_name() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, test_databases) -> Iterator[None]:
    """Ordinary tests run in a transaction of this worker's clone; transactional ones leave a fresh clone behind."""
    with django_db_blocker.unblock():
        test_databases.set_up()
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: test_databases.renew()
    yield
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        test_databases.tear_down()


@pytest.fixture(scope="session")
def broker_url(pytestconfig, worker_name) -> str:
    """An empty logical database of the broker for this worker."""
    from redis import Redis  # noqa: PLC0415 -- only tests that need the broker load it

    url = pytestconfig.stash[SERVERS].redis_url
    number = int(worker_name.removeprefix("gw")) + 1 if worker_name.startswith("gw") else 0
    if url.startswith("redis+socket"):
        url = f"{url}?virtual_host={number}"
        client = Redis(unix_socket_path=url.removeprefix("redis+socket://").split("?")[0], db=number)
    else:
        url = f"{url.rstrip('/').removesuffix('/0')}/{number}"
        client = Redis.from_url(url)
    client.flushdb()
    client.close()
    return url


@pytest.fixture
def addresses(transactional_db, test_databases, broker_url) -> dict[str, str]:
    """For processes that a test starts: they see what this test's database holds once it is committed."""
    return {
        "DATABASE_URL": test_databases.address(test_databases.clone),
        "REDIS_URL": broker_url,
        "DJANGO_SETTINGS_MODULE": "khartoum.settings.test",
    }


@pytest.fixture(scope="session", autouse=True)
def requests_counted(django_test_environment) -> None:
    """The counters of requests stand before the first one, as in a server: threads at once would make them twice."""
    from django_prometheus.middleware import Metrics  # noqa: PLC0415 -- reads the settings

    Metrics.get_instance()


@pytest.fixture(scope="session", autouse=True)
def quick_pages(django_test_environment) -> None:
    """Django notes for `response.context` each template with a copy of its context: of a page the outermost will do."""
    noted = Template._render

    def rendered(template: Template, context: Context) -> str:
        if context.template is not template or str(template.name).startswith("django/forms/"):
            return template.nodelist.render(context)
        return noted(template, context)

    Template._render = rendered


@pytest.fixture(autouse=True)
def course_begins() -> None:
    """Until a test does something else, what it calls for is put back as it was made before."""
    COURSE.begin()


@pytest.fixture(autouse=True)
def no_language_left_over() -> Iterator[None]:
    """A page read in French leaves French behind in its thread; the next test begins without a language."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def counter(broker_url):
    """Where requests to the API are counted."""
    from django.conf import settings  # noqa: PLC0415 -- settings are ready only now
    from redis import Redis  # noqa: PLC0415 -- as above

    from foundation.broker import redis_address  # noqa: PLC0415 -- as above

    settings.REDIS_URL = broker_url
    with Redis.from_url(redis_address(broker_url)) as client:
        yield client


@pytest.fixture(autouse=True)
def nobody_has_asked(counter) -> None:
    """A key that is made before many tests has its whole minute in each."""
    counted = counter.keys("asked:*")
    if counted:
        counter.delete(*counted)


@pytest.fixture
def released(request) -> None:
    """The outbox may send. A test works on a copy of a database, and a copy sends nothing by itself."""
    request.getfixturevalue("transactional_db" if _is_transactional(request) else "db")
    from foundation.outbox.services import release  # noqa: PLC0415 -- only tests that send load it

    release(reason="Of the tests.", now=timezone.now())


def _is_transactional(request) -> bool:
    mark = request.node.get_closest_marker("django_db")
    return mark is not None and bool(mark.kwargs.get("transaction"))


@pytest.fixture
def broker(broker_url, settings) -> str:
    settings.REDIS_URL = settings.CELERY_BROKER_URL = broker_url
    return broker_url


@pytest.fixture
def kill(test_databases):
    """Ends this thread's connection, as an administrator or a restart of PostgreSQL does, and waits till it is gone."""

    def killed():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        with test_databases.server() as administrator:
            administrator.execute("SELECT pg_terminate_backend(%s, 60000)", (number,))

    return killed


@pytest.fixture
def officer(client):
    """A browser in which an officer of the Secretariat is signed in."""
    from tests.factories.parties import person  # noqa: PLC0415 -- only tests of the workbench load it

    client.force_login(person("secretariat_officer"))
    return client
