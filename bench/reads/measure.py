"""Rounds in which every arm is asked in random order; a figure is the median of the rounds' ratios, with its range.

What is compared is seconds of CPU of both sides, this process and its backend of PostgreSQL: by the clock, neighbours
on the machine made every range straddle its goal. Nothing else takes part but the counter of requests, alike in all.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from django.test.utils import override_settings
from django.utils import timezone

from actionplan.models import Activity
from bench.effort import effort
from bench.reads import arms, flat
from bench.reads.rows import SIZES, Size, fill
from foundation.api.etags import head
from integrations.models import ApiClient
from integrations.services.clients import issue_key, save_client
from parties.models import Party
from tests.factories.parties import actor, person

ROUNDS, REPEATS = 11, 5


@dataclass(frozen=True)
class Figure:
    """Ratios of the rounds beside the most that was promised."""

    name: str
    most: float
    ratios: tuple[float, ...]
    is_stretch: bool = False

    @property
    def verdict(self) -> str:
        """Held, not held, or unresolved where the range lies on both sides of the promise."""
        if max(self.ratios) <= self.most:
            return "held"
        return "not held" if min(self.ratios) > self.most else "unresolved"

    def __str__(self) -> str:
        low, high = min(self.ratios), max(self.ratios)
        goal = f"{'stretch ' if self.is_stretch else ''}at most {self.most:.3g}"
        return f"{self.verdict:10} {self.name}: {statistics.median(self.ratios):.3f} ({low:.3f} to {high:.3f}), {goal}"


def report(figures: list[Figure]) -> None:
    """One line for each."""
    print(f"cores: {os.cpu_count()}; rounds: {ROUNDS}")
    for figure in figures:
        print(figure)


def sizes() -> list[Size]:
    """S and M, or those that READS_SIZES names."""
    return [SIZES[name] for name in os.environ.get("READS_SIZES", "S,M").split(",")]


def measure(size: Size) -> list[Figure]:
    """Fill the database, prove that all arms say the same, then measure."""
    fill(size)
    with override_settings(ROOT_URLCONF="bench.reads.arms"):
        reader = arms.Reader(key_of_a_reader())
        first, deep = _pages(reader)
        tag = reader.get(arms.PAGE)["ETag"]
        _prove_equal(reader, deep)
        asked: dict[str, Callable[[], Any]] = {
            "base": lambda: reader.get("/bench/one/"),
            "page": lambda: reader.get(first),
            "deep": lambda: reader.get(deep),
            "unchanged": lambda: reader.get(arms.PAGE, 304, **{"if-none-match": tag}),
            "stock": lambda: reader.get("/bench/stock/"),
            "raw": arms.raw,
            "flat": lambda: flat.page_from(0),
        }
        return _figures(size, _rounds(asked))


def key_of_a_reader() -> str:
    now, staff = timezone.now(), actor("secretariat_officer")
    client = ApiClient(name="Bench", user=person("service", Party.objects.all()[0]), scopes=["own.read"])
    client.per_minute = 100_000_000
    save_client(client, actor=staff, version=None, creating=True)
    return issue_key(client, actor=staff, version=client.version, expires_at=now + timedelta(days=1), now=now)


def _pages(reader: arms.Reader) -> tuple[str, str]:
    """The addresses of the first page and of the one that begins at nine tenths, as the list itself names them."""
    keys = list(Activity.objects.order_by("id").values_list("id", flat=True))
    place = keys[len(keys) * 9 // 10 - 101 if len(keys) > 1_000 else len(keys) * 9 // 10 - 120]
    following = arms.following(place)
    assert reader.get(following).json()["results"], "the deep page holds rows"
    return arms.PAGE, following


def _prove_equal(reader: arms.Reader, deep: str) -> None:
    page = reader.get(arms.PAGE).json()["results"]
    stock = reader.get("/bench/stock/").json()["results"]
    assert [orjson.dumps(one) for one in page] == [orjson.dumps(one) for one in stock], "the serializer says the same"
    begin = Activity.objects.order_by("id")[0].pk - 1
    assert orjson.dumps(orjson.loads(arms.raw(begin))) == orjson.dumps(page), "so does the raw query"
    assert orjson.loads(flat.page_from(begin)) == page, "so do the flat ones"
    assert reader.get(deep).json()["results"] != page
    assert head(), "a tag names what was recorded last"


def _rounds(asked: dict[str, Callable[[], Any]]) -> list[dict[str, tuple[float, float]]]:
    """Seconds of CPU of both sides, and of this process alone, for each arm and round; the first round warms up."""
    order, found = list(asked), []
    for number in range(ROUNDS + 1):
        random.shuffle(order)
        took = {name: _least(asked[name]) for name in order}
        if number:
            found.append(took)
    return found


def _least(work: Callable[[], Any]) -> tuple[float, float]:
    """The least of some repetitions: what it costs when nobody else holds the core."""
    own = []

    def watched() -> None:
        began = time.process_time()
        work()
        own.append(time.process_time() - began)

    least = min(effort(watched) for _each in range(REPEATS))
    return least, min(own)


def _figures(size: Size, rounds: list[dict[str, tuple[float, float]]]) -> list[Figure]:
    def figure(name: str, most: float, ratio: Callable[[dict[str, float]], float], *, stretch: bool = False) -> Figure:
        of_both = [{arm: took[0] for arm, took in one.items()} for one in rounds]
        return Figure(f"{size.name}: {name}", most, tuple(ratio(one) for one in of_both), stretch)

    cpu = tuple(one["page"][1] / one["stock"][1] for one in rounds)
    milliseconds = {arm: statistics.median(one[arm][0] for one in rounds) * 1000 for arm in rounds[0]}
    print(f"{size.name}, CPU: " + ", ".join(f"{arm} {took:.1f} ms" for arm, took in sorted(milliseconds.items())))
    return [
        figure("page of 100 / (base + raw json_agg)", 1.3, lambda t: t["page"] / (t["base"] + t["raw"])),
        figure("page of 100 / (base + flat + orjson)", 2, lambda t: t["page"] / (t["base"] + t["flat"]), stretch=True),
        Figure(f"{size.name}: CPU of Python, page / stock DRF", 1 / 6, cpu),
        figure("page at 90 % / first page", 1.5, lambda t: t["deep"] / t["page"]),
        figure("304 / base", 5, lambda t: t["unchanged"] / t["base"]),
        figure("304 / 200", 1 / 8, lambda t: t["unchanged"] / t["page"]),
    ]
