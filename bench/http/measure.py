"""Requests per second, and CPU of the server for one, of the same page by four frameworks behind two workers each.

Every round asks every arm for some seconds over eight connections, in random order; equality is proved first.
`python -m pytest -s -m bench tests/bench/test_http.py` measures; `HTTP_ROUNDS` and `HTTP_SECONDS` make it shorter.
"""

import http.client
import os
import random
import statistics
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import orjson

from bench.figures import Figure
from bench.http.servers import QUICK, Server
from bench.reads.arms import PAGE
from foundation.broker import redis_address
from tools import commands

ROUNDS, SECONDS = int(os.environ.get("HTTP_ROUNDS", "9")), float(os.environ.get("HTTP_SECONDS", "4"))
CONNECTIONS = 8
FASTER, AS_CHEAP = 4, 1.2
"""The goals: times the requests per second of DRF and ninja; times the CPU of FastAPI."""


@dataclass(frozen=True)
class Arm:
    """One way to serve the page."""

    name: str
    server: Server
    address: str
    key: str

    def connected(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)

    def ask(self, line: http.client.HTTPConnection) -> bytes:
        line.request("GET", self.address, headers={"Authorization": f"Bearer {self.key}"})
        answer = line.getresponse()
        content = answer.read()
        assert answer.status == 200, (self.name, answer.status, content[:300])
        return content


@dataclass(frozen=True)
class Took:
    """Of one arm in one round."""

    per_second: float
    cpu: float
    """Seconds of the server's processes for one request."""


def measure(key: str, database: str, redis: str, folder: Path) -> list[Figure]:
    """The figures, over a database that is filled."""
    env = {
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "PEER_REDIS": redis_address(redis),
        "DJANGO_SETTINGS_MODULE": "bench.http.settings",
    }
    with ExitStack() as running:
        product = running.enter_context(Server(f"{commands.WEB} --bind 127.0.0.1:{{port}}", env, folder / "web.log"))
        quick = running.enter_context(Server(f"{QUICK} --port {{port}}", env, folder / "quick.log"))
        arms = [
            Arm("page", product, PAGE, key),
            Arm("stock", product, "/bench/stock/", key),
            Arm("ninja", product, "/bench/ninja/", key),
            Arm("fastapi", quick, "/activities", key),
            Arm("bare", quick, "/bare", key),
        ]
        _prove_equal(arms)
        return _figures([_a_round(arms) for _each in range(ROUNDS + 1)][1:])


def _prove_equal(arms: list[Arm]) -> None:
    said = {arm.name: orjson.loads(arm.ask(arm.connected()))["results"] for arm in arms}
    assert len(said["page"]) == 100
    for name, rows in said.items():
        assert orjson.dumps(rows) == orjson.dumps(said["page"]), f"{name} says the same, in the same order"


def _a_round(arms: list[Arm]) -> dict[str, Took]:
    return {arm.name: _loaded(arm) for arm in random.sample(arms, len(arms))}


def _loaded(arm: Arm) -> Took:
    """Some seconds of requests; each connection asks for the next page when it has the last one whole."""
    done, before, began = [0] * CONNECTIONS, arm.server.seconds(), time.monotonic()
    ends = began + SECONDS

    def ask_on(number: int) -> None:
        line = arm.connected()
        while time.monotonic() < ends:
            arm.ask(line)
            done[number] += 1
        line.close()

    threads = [threading.Thread(target=ask_on, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, used = time.monotonic() - began, arm.server.seconds() - before
    assert all(done), f"{arm.name}: every connection was answered"
    return Took(sum(done) / took, used / sum(done))


def _figures(rounds: list[dict[str, Took]]) -> list[Figure]:
    for name in rounds[0]:
        speed = statistics.median(one[name].per_second for one in rounds)
        used = statistics.median(one[name].cpu for one in rounds) * 1000
        print(f"{name}: {speed:.1f} requests a second, {used:.2f} ms of CPU of the server for one")

    def ratios(peer: str, of: Callable[[Took], float]) -> tuple[float, ...]:
        return tuple(of(one["page"]) / of(one[peer]) for one in rounds)

    def speed_of(took: Took) -> float:
        return took.per_second

    return [
        *(
            Figure(f"requests per second, page / {name}", ratios(peer, speed_of), FASTER, more_is_better=True)
            for peer, name in (("stock", "stock DRF"), ("ninja", "django-ninja"))
        ),
        Figure("CPU of the server, page / FastAPI + asyncpg", ratios("fastapi", lambda took: took.cpu), AS_CHEAP),
        Figure("CPU of the server, page / FastAPI + asyncpg that knows no key", ratios("bare", lambda took: took.cpu)),
    ]
