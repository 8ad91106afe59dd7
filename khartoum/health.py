"""Tells whoever runs the system the truth: /livez (this process answers), /readyz (everything it needs does), /metrics.

A middleware, first in line: no host name, redirect, session or right stands before it, and it answers when they cannot.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django_prometheus.exports import ExportToDjangoView
from redis import Redis, RedisError

from foundation.actors import system
from foundation.broker import redis_address
from foundation.guards import open_guards
from foundation.outbox.release import why_held
from foundation.outbox.selectors import LATE, not_sent, outbox_age

HEARTBEAT = "worker-heartbeat"
HEARTBEAT_OLDEST = timedelta(seconds=45)
"""The beat rings each 10 seconds; four missed in a row mean that beat or worker is gone."""
BROKER_TIMEOUT = 2

Finding = dict[str, Any]


class HealthMiddleware:
    """Answers the three paths and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """GET and HEAD only; `/metrics` only where the settings open it."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        if request.path == "/livez":
            return JsonResponse({"ok": True, "release": settings.RELEASE})
        if request.path == "/readyz":
            return readyz()
        if request.path == "/metrics" and settings.METRICS_OPEN:
            return ExportToDjangoView(request)
        return self.get_response(request)


def readyz() -> JsonResponse:
    """503 unless database, guards, broker, worker and outbox are all as they should be; says which does not."""
    findings = {name: guarded(look) for name, look in CHECKS.items()}
    ready = all(finding["ok"] for finding in findings.values())
    response = JsonResponse({"ok": ready, "release": settings.RELEASE, **findings}, status=200 if ready else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 -- Django's own mark: who asks reads it
    return response


def guarded(look: Callable[[], Finding]) -> Finding:
    """A finding, or the kind of failure that prevented it; never its text, which may name servers."""
    try:
        return look()
    except (Error, RedisError, OSError, ValueError) as error:
        return {"ok": False, "error": type(error).__name__}


def database() -> Finding:
    """It answers, as the role that the settings ask for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
    return {"ok": True, "role": role}


def guards() -> Finding:
    """No session can get around the guards of the database: a migration that broke off half way leaves some open."""
    found = open_guards()
    return {"ok": not found, "open": found}


def broker() -> Finding:
    """It answers a ping."""
    address = redis_address(settings.REDIS_URL)
    client = Redis.from_url(address, socket_timeout=BROKER_TIMEOUT, socket_connect_timeout=BROKER_TIMEOUT)
    try:
        return {"ok": bool(client.ping())}
    finally:
        client.close()


def heartbeat_age() -> timedelta | None:
    """How long ago a worker did what the beat asked for; None when no worker ever did."""
    seen = cache.get(HEARTBEAT)
    return None if seen is None else timezone.now() - datetime.fromtimestamp(seen, UTC)


def worker() -> Finding:
    """A worker did what the beat asked for, not long ago; nor ahead of now, by a clock that was set back since."""
    age = heartbeat_age()
    if age is None:
        return {"ok": False, "error": "never seen"}
    return {"ok": abs(age) <= HEARTBEAT_OLDEST, "seconds_ago": round(age.total_seconds(), 1)}


def outbox() -> Finding:
    """What is due to leave has left, and may leave. What was set aside is told, for somebody to look; no outage."""
    age, hold = outbox_age(timezone.now()), why_held()
    counted = {state.value: number for state, number in not_sent(system()).items()}
    finding = {"ok": age <= LATE, "oldest_seconds": round(age.total_seconds(), 1), **counted}
    return finding if hold is None else {**finding, "ok": False, "held": hold.value}


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": database,
    "guards": guards,
    "broker": broker,
    "worker": worker,
    "outbox": outbox,
}
