"""What the runs of the delivery share: ten thousand people to be reminded, made once, and the processes."""

import pytest
from django.utils import timezone

from tests.chaos.delivering import House, Post, furnish, scaled

PEOPLE = scaled(10_000)
PARTIES = 20


@pytest.fixture(scope="session")
def reminders_due(django_db_setup, django_db_blocker, test_databases) -> str:
    """The name of a database in which ten thousand people are to be reminded."""
    with django_db_blocker.unblock():
        test_databases.renew()
        furnish(PEOPLE, parties=PARTIES)
        name = test_databases.keep("due")
        test_databases.renew()
    return name


@pytest.fixture(scope="session")
def reminders_queued(reminders_due, django_db_blocker, test_databases) -> str:
    """The same, swept: ten thousand mails wait."""
    from notifications.services.sweep import sweep  # noqa: PLC0415 -- only when it is asked for

    with django_db_blocker.unblock():
        test_databases.renew(reminders_due)
        sweep(now=timezone.now())
        name = test_databases.keep("queued")
        test_databases.renew()
    return name


@pytest.fixture
def post():
    post = Post(seconds=0.02).open()
    yield post
    post.close()


@pytest.fixture
def house(addresses, post, tmp_path):
    """Nothing runs yet."""
    house = House({**addresses, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(post.port)}, tmp_path)
    yield house
    house.stop()


@pytest.fixture
def released_copy(addresses, test_databases):
    """Puts a copy of the named database in the place of this test's, and releases it."""

    def renew(name: str) -> None:
        from foundation.outbox.services import release  # noqa: PLC0415 -- only when it is asked for

        test_databases.renew(name)
        release(reason="Of the tests.", now=timezone.now())

    return renew
