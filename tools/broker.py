"""The broker that REDIS_URL names, asked once before anything rests on it."""

from redis import Redis, RedisError

from foundation.broker import redis_address
from tools.places import StartError

WAIT = 5
"""Seconds that it may take over its answer."""


def reach(url: str) -> None:
    """Nothing where it answers. Raises `StartError` with its own words, or those of whoever looked for it."""
    try:
        with Redis.from_url(redis_address(url), socket_timeout=WAIT, socket_connect_timeout=WAIT) as server:
            server.ping()
    except (RedisError, OSError, ValueError) as error:
        raise StartError(f"the broker that REDIS_URL names cannot be used: {error}") from error
