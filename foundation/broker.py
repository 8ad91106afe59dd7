"""Where Redis is: one address in the settings, written as the library of the worker wants it."""


def redis_address(url: str) -> str:
    """The same place as the client of Redis writes it."""
    return url.replace("redis+socket://", "unix://").replace("?virtual_host=", "?db=")
