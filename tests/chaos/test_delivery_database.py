"""PostgreSQL killed while reminders are made and while they are sent: none is lost, and the work goes on by itself."""

import time

import pytest
from django.db import connections
from django.test import Client
from psycopg import sql

from foundation.outbox.enums import State
from notifications.models import Notice
from tests.chaos.delivering import CHILDREN, sweep_is_on, until
from tests.chaos.submitting import submissions
from tests.chaos.test_delivery_broker import BACK, finish, reminders
from tests.chaos.test_delivery_kills import EVER
from tests.conftest import PRIVATE
from tools import commands

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
UNAVAILABLE = "Back in a few minutes"
KEPT = "ALTER DATABASE {} SET synchronous_commit = on"
"""What was committed outlives the kill; elsewhere the tests need no such promise, and are faster without it."""


@pytest.fixture
def database(pytestconfig):
    """The private PostgreSQL of this run, to be killed."""
    if PRIVATE not in pytestconfig.stash or pytestconfig.stash[PRIVATE].cluster is None:
        pytest.skip("the database is not of this run alone")
    return pytestconfig.stash[PRIVATE]


def progress():
    """What was made, and what was sent of it."""
    return Notice.objects.count(), reminders().count(), reminders().filter(state=State.SENT).count()


def test_database_is_killed_while_reminders_are_made_and_while_they_are_sent(
    reminders_due, released_copy, house, post, database, test_databases
):
    released_copy(reminders_due)
    with test_databases.server() as server:
        server.execute(sql.SQL(KEPT).format(sql.Identifier(test_databases.clone)))
    connections.close_all()
    (submission,), began, resumed = submissions(1), time.monotonic(), []
    house.start("beat", commands.BEAT)
    house.start("worker", commands.WORKER)

    for work_is_on in (lambda: sweep_is_on() or reminders().exists(), lambda: post.number > 0):
        until(work_is_on, seconds=EVER, house=house)
        database.kill_database()
        refused, page = submission.send(), Client(raise_request_exception=False).get("/chain/")
        database.start_database()
        connections.close_all()
        before = progress()
        resumed.append(until(lambda before=before: progress() != before, seconds=BACK, house=house))
        assert (refused.status_code, page.status_code) == (503, 503)
        assert UNAVAILABLE in page.content.decode()

    assert submission.send().status_code == 302
    assert submission.is_received
    making, sending = resumed
    finish(
        post,
        house,
        "PostgreSQL killed twice",
        most_doubled=2 * CHILDREN,
        began=began,
        making_goes_on_after=making,
        sending_goes_on_after=sending,
    )
