"""Requests are counted in Redis, and in PostgreSQL while it is away: never more are let through than allowed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from foundation.accounts.models import Tries
from integrations import counting
from integrations.counting import Count, count

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
PATIENCE = 60


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def redis_away(settings, tmp_path):
    settings.REDIS_URL = f"redis+socket://{tmp_path}/nobody"


@pytest.fixture(params=["redis", "database"])
def either(request):
    """What must hold, whoever counts."""
    if request.param == "database":
        request.getfixturevalue("redis_away")
    return request.param


def together(many: int, work):
    starting = Barrier(many)

    def begin(_number):
        starting.wait(PATIENCE)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as threads:
        return list(threads.map(begin, range(many)))


def test_as_many_are_let_through_as_allowed_and_no_more(either):
    told = [count("one", 3, now=NOW) for _each in range(5)]

    assert [(one.left, one.refused) for one in told] == [(2, False), (1, False), (0, False), (0, True), (0, True)]
    assert all(0 < one.wait <= 61 for one in told)


def test_each_asker_has_a_count_of_its_own(either):
    count("one", 1, now=NOW)

    assert count("one", 1, now=NOW).refused
    assert not count("two", 1, now=NOW).refused


def test_whoever_waits_as_long_as_told_is_heard(either):
    count("one", 1, now=NOW)
    told = count("one", 1, now=at(20.5))

    assert told.refused
    assert not count("one", 1, now=at(20.5 + told.wait)).refused


def test_in_no_sixty_seconds_are_more_let_through_than_allowed():
    asked = [number * 0.7 for number in range(400)]

    heard = [moment for moment in asked if not count("one", 10, now=at(moment)).refused]

    assert len(heard) > 40
    assert all(sum(begin <= moment < begin + 60 for moment in heard) <= 10 for begin in heard)


def test_refused_requests_do_not_keep_others_out(either):
    for second in range(60):
        count("one", 1, now=at(second))

    assert not count("one", 1, now=at(61)).refused


def test_redis_forgets_whoever_has_not_asked_for_a_minute(counter):
    count("one", 5, now=NOW)
    (key,) = counter.keys("asked:*")

    assert 0 < counter.ttl(key) <= 61
    count("one", 5, now=at(61))
    assert counter.hlen(key) == 1


def test_by_the_clock_of_redis_where_none_is_given():
    assert count("one", 2) == Count(2, 1, 61, refused=False)


def test_names_and_addresses_are_not_kept(counter, redis_away, settings):
    count("address 192.0.2.7", 5, now=NOW)

    assert "192.0.2.7" not in Tries.objects.get().key


def test_redis_that_is_away_is_asked_once_and_left_alone_for_a_while(redis_away, monkeypatch, caplog):
    asked = []
    monkeypatch.setattr(counting, "_count_in_redis", lambda *given: asked.append(given) or _fails())

    told = [count("one", 2, now=NOW) for _each in range(3)]

    assert [one.refused for one in told] == [False, False, True]
    assert len(asked) == 1
    assert caplog.messages == ["requests are counted in the database, Redis does not count: TimeoutError"]


def _fails():
    raise TimeoutError


def test_redis_that_is_back_counts_again(redis_away, monkeypatch, settings, broker_url, counter):
    clock = [1000.0]
    monkeypatch.setattr(counting.time, "monotonic", lambda: clock[0])
    count("one", 2, now=NOW)
    monkeypatch.setattr(counting, "redis_address", lambda _url: counting_address(broker_url))
    counting._script.cache_clear()

    clock[0] += counting.REST
    count("one", 2, now=NOW)

    assert len(counter.keys("asked:*")) == 1


def counting_address(url: str) -> str:
    from foundation.broker import redis_address  # noqa: PLC0415 -- the name above is replaced

    return redis_address(url)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_at_once_as_many_are_heard_as_allowed(either):
    told = together(50, lambda: count("one", 20, now=NOW))

    assert sum(not one.refused for one in told) == 20
    assert sorted(one.left for one in told if not one.refused) == list(range(20))
