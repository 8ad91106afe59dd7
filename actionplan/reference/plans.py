"""Records of the plans, their objectives, the JVAP domains and the frameworks that activities serve."""

from collections.abc import Iterator
from pathlib import Path

from actionplan.models import Framework, Plan
from foundation.reference import Record, in_three, read
from foundation.referred import Named
from meetings.models import Meeting

HERE = Path(__file__).parent
PLANS = HERE / "cairo_action_plan.json"


def domains() -> Iterator[Record]:
    """The five domains of the Joint Valletta Action Plan."""
    for entry in read(HERE / "jvap_domains.json"):
        yield Record(str(entry["number"]), in_three("title", entry["titles"]), natural={"number": entry["number"]})


def frameworks() -> Iterator[Record]:
    """The frameworks beside the plan."""
    for entry in read(HERE / "frameworks.json"):
        yield Record(entry["code"], in_three("name", entry["names"]), natural={"code": entry["code"]})


def goals() -> Iterator[Record]:
    """Goals, objectives and targets of the frameworks, with short titles of our own."""
    owners = Named(Framework)
    for entry in read(HERE / "frameworks.json"):
        for position, goal in enumerate(entry["goals"], start=1):
            keys = {"framework": owners[entry["code"]], "code": goal["code"]}
            values = {**in_three("title", goal["titles"]), "position": position}
            yield Record(f"{entry['code']}/{goal['code']}", values, natural=keys)


def plans() -> Iterator[Record]:
    """The plans over time; only the Cairo Action Plan has items here, all of them illustrative."""
    held = Named(Meeting)
    for entry in read(PLANS):
        values = {name: entry[name] for name in ("begins_on", "is_illustrative", "source")}
        values |= {"adopted_at": held[entry["adopted_at"]] if entry["adopted_at"] else None, "is_published": True}
        yield Record(entry["code"], {**in_three("title", entry["titles"]), **values}, natural={"code": entry["code"]})


def objectives() -> Iterator[Record]:
    """The objectives of the plans."""
    owners = Named(Plan)
    for entry in read(PLANS):
        for objective in entry["objectives"]:
            keys = {"plan": owners[entry["code"]], "code": objective["code"]}
            values = {name: objective[name] for name in ("position", "is_illustrative")}
            values |= in_three("title", objective["titles"])
            yield Record(f"{entry['code']}/{objective['code']}", values, natural=keys)
