"""Records of the activities' indicators, with dated targets and values."""

from collections.abc import Iterator
from typing import Any

from actionplan.models import Activity, Indicator
from actionplan.reference.activities import entries
from foundation.reference import Record, identity, in_three
from foundation.referred import Named

PLAIN = (
    "level",
    "is_qualitative",
    "direction",
    "baseline",
    "baseline_year",
    "is_cumulative",
    "aggregation",
    "verification",
)


def indicators() -> Iterator[Record]:
    """What is measured."""
    owners = Named(Activity)
    for activity, entry in _entries():
        values = {name: entry[name] for name in PLAIN}
        values |= in_three("name", entry["titles"]) | in_three("unit", entry["unit"])
        values |= {"activity": owners[activity], "disaggregation": ", ".join(entry["disaggregation"])}
        yield Record(f"{activity}/{entry['code']}", values)


def targets() -> Iterator[Record]:
    """What the indicators should show."""
    yield from _points("targets")


def values_seen() -> Iterator[Record]:
    """What the indicators showed."""
    yield from _points("values")


def _entries() -> Iterator[tuple[str, dict[str, Any]]]:
    for _plan, activity in entries():
        for entry in activity["indicators"]:
            yield activity["code"], entry


def _points(kind: str) -> Iterator[Record]:
    owners = {indicator.uuid: indicator for indicator in Indicator.objects.all()}
    for activity, entry in _entries():
        indicator = owners[identity(Indicator, f"{activity}/{entry['code']}")]
        for point in entry[kind]:
            keys = {"indicator": indicator, "on": point["on"]}
            yield Record(f"{activity}/{entry['code']}/{point['on']}", {"value": point["value"]}, natural=keys)
