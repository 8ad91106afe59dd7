"""Where the database and the broker are, and as which role we speak to the database."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from foundation.database_roles import APP_ROLE, OWNER_ROLE, UNREADABLE, Login


def read_run_env(run_dir: Path) -> None:
    """Take the private servers' addresses that `make run` wrote down, unless the environment names others."""
    written = run_dir / "env"
    if not written.exists():
        return
    for line in written.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        if name:
            os.environ.setdefault(name, value)


def database(env: Env) -> dict[str, Any]:
    """The database of `DATABASE_URL`, every session in the role `DATABASE_ROLE` (the app's unless we migrate).

    The role is part of the connection, so that web, worker, beat and tests are all refused what only the owner may do.
    """
    role = env.str("DATABASE_ROLE", APP_ROLE)
    url = env.str("DATABASE_URL", "postgresql:///khartoum")
    if role == OWNER_ROLE:
        url = env.str("DATABASE_OWNER_URL", url)
    settings = parse(url)
    settings["CONN_MAX_AGE"] = 600
    settings["CONN_HEALTH_CHECKS"] = True
    settings["OPTIONS"] |= {"options": session_options(role)}
    return settings


def app_login(env: Env) -> Login | None:
    """The user and password of `DATABASE_URL`, for whoever prepares the database; None where a socket needs none."""
    place = parse(env.str("DATABASE_URL", ""))
    return Login(place["USER"], place["PASSWORD"]) if {"USER", "PASSWORD"} <= place.keys() else None


def session_options(role: str) -> str:
    """What every session of ours starts with. Our queries are wide and short: compiling them would not pay.

    A host that is cut off says no farewell: after a minute of silence the server ends its sessions, and what they hold.
    """
    silence = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
    return f"-c role={role} -c timezone=UTC -c jit=off {silence}"


def parse(url: str) -> dict[str, Any]:
    """A libpq address as Django's settings; a unix socket is named by `?host=/folder`."""
    from psycopg import ProgrammingError  # noqa: PLC0415 -- only needed where a database is used
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 -- the same

    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise ImproperlyConfigured(UNREADABLE) from None
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql"}
    settings |= {known[key]: str(value) for key, value in parts.items() if key in known}
    settings["OPTIONS"] = {key: value for key, value in parts.items() if key not in known}
    return settings
