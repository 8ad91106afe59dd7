"""Counts who asks in the last minute: in Redis by one script, and in PostgreSQL while Redis is away. Never nowhere.

A second is a bucket, and a bucket counts until a whole minute lies behind its end: in no sixty seconds are more let
through than allowed, however many ask at once and whichever process hears them (ADR 48).
"""

import logging
import math
import time
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.retry import Retry

from foundation.accounts.limits import Door
from foundation.broker import redis_address

WINDOW = timedelta(minutes=1)
PATIENCE = 0.25
"""Seconds that Redis may take over an answer."""
REST = 5.0
"""Seconds for which a process leaves alone a Redis that did not answer: it waits for it once, not at every request."""
COUNT = """
    local most, window = tonumber(ARGV[1]), tonumber(ARGV[2])
    local now = tonumber(ARGV[3]) or tonumber(redis.call('TIME')[1])
    local seconds, used, oldest = redis.call('HGETALL', KEYS[1]), 0, now
    for place = 1, #seconds, 2 do
        local second = tonumber(seconds[place])
        if second < now - window then
            redis.call('HDEL', KEYS[1], seconds[place])
        else
            used = used + tonumber(seconds[place + 1])
            oldest = math.min(oldest, second)
        end
    end
    local refused = used >= most
    if not refused then
        redis.call('HINCRBY', KEYS[1], now, 1)
        redis.call('EXPIRE', KEYS[1], window + 1)
        used = used + 1
    end
    return {refused and 1 or 0, used, oldest + window + 1 - now}
"""
_rests_until: dict[str, float] = {}
log = logging.getLogger("integrations")


class Count(NamedTuple):
    """How one asker stands: `left` of `most` requests in a minute, and in how many seconds there will be more."""

    most: int
    left: int
    wait: int
    refused: bool


def count(asker: str, most: int, *, now: datetime | None = None) -> Count:
    """Count a request of this asker, unless it is one too many; by the clock of the counter where `now` is not given.

    Raises an error of the database where neither Redis nor PostgreSQL counts.
    """
    key, address = salted_hmac("integrations.counting", asker, algorithm="sha256").hexdigest(), settings.REDIS_URL
    if _rests_until.get(address, 0.0) <= time.monotonic():
        try:
            return _count_in_redis(address, key, most, now)
        except (RedisError, OSError, ValueError) as error:
            _rests_until[address] = time.monotonic() + REST
            log.warning("requests are counted in the database, Redis does not count: %s", type(error).__name__)
    return _count_in_database(key, most, now or timezone.now())


def _count_in_redis(address: str, key: str, most: int, now: datetime | None) -> Count:
    moment = "" if now is None else int(now.timestamp())
    arguments = [most, int(WINDOW.total_seconds()), moment]
    refused, used, wait = _script(address)(keys=[f"asked:{key}"], args=arguments)
    return Count(most, max(0, most - used), wait, bool(refused))


def _count_in_database(key: str, most: int, now: datetime) -> Count:
    used, ends_at = Door(key, most, WINDOW).count(now)
    return Count(most, max(0, most - used), max(1, math.ceil((ends_at - now).total_seconds())), used > most)


@cache
def _script(address: str) -> Script:
    """The script at one Redis; its connections are kept, and one that broke is made anew once."""
    limits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    client = Redis.from_url(redis_address(address), retry=Retry(NoBackoff(), 1), **limits)
    return client.register_script(COUNT)
