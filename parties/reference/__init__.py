"""The reference data of the parties app: participants, bodies, offices, terms of the chair, participation and seats."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foundation.localized import LANGUAGES
from foundation.reference import Collection, Record, in_three, read
from foundation.referred import Named
from foundation.sorting import sort_key
from parties.models import Body, CommitteeSeat, Office, Participation, Party, Presidency, PresidencyHolder

HERE = Path(__file__).parent
COMMITTEE = "steering_committee"


def participants() -> Iterator[Record]:
    """States and organisations, each with its names and their sort keys."""
    for entry in read(HERE / "participants.json"):
        keys = {f"sort_{code}": sort_key(entry["names"][code], code) for code in LANGUAGES}
        values = {
            "iso3": entry.get("iso3", ""),
            "eu_code": entry.get("eu_code", ""),
            **{name: entry[name] for name in ("kind", "region", "region_group", "weekend_days", "languages")},
            "time_zone": entry["time_zones"][0],
            "time_zones": entry["time_zones"],
            **in_three("name", entry["names"]),
            **in_three("official_name", entry["official_names"]),
            **keys,
            "name_source": _sources(entry["overrides"]),
            "valid_to": entry.get("valid_to"),
        }
        yield Record(entry["code"], values, natural={"code": entry["code"]})


def bodies() -> Iterator[Record]:
    """The bodies of the Process, and the Process as a whole."""
    for entry in read(HERE / "bodies.json"):
        yield Record(entry["code"], in_three("name", entry["names"]), natural={"code": entry["code"]})


def offices() -> Iterator[Record]:
    """The offices, each with its powers."""
    powers = {
        "can_write": "writes",
        "can_submit": "submits",
        "can_agree": "agrees",
        "can_hand_over_sections": "hands_over_sections",
        "can_read_drafts": "reads_drafts",
    }
    for entry in read(HERE / "offices.json"):
        values = {name: entry[key] for name, key in powers.items()}
        names = in_three("name", entry["names"])
        yield Record(entry["code"], {**names, "side": entry["side"], **values}, natural={"code": entry["code"]})


def presidencies() -> Iterator[Record]:
    """The terms of the chair."""
    for entry in read(HERE / "presidencies.json"):
        values = {name: entry[name] for name in TERM}
        names = in_three("name", entry["names"])
        yield Record(entry["code"], {**names, **values}, natural={"code": entry["code"]})


TERM = ("state", "begins_on", "begins_precision", "begins_basis", "ends_on", "ends_precision", "source")


def holders() -> Iterator[Record]:
    """Who holds each term."""
    terms, parties = Named(Presidency), Named(Party)
    for entry in read(HERE / "presidencies.json"):
        for holder in entry["holders"]:
            keys = {"presidency": terms[entry["code"]], "party": parties[holder["participant"]]}
            yield Record(f"{entry['code']}/{holder['participant']}", {"role": holder["role"]}, natural=keys)


def participations() -> Iterator[Record]:
    """How each participant takes part in each body."""
    parties, bodies_by_code = Named(Party), Named(Body)
    for entry in read(HERE / "participation.json"):
        keys = {"party": parties[entry["participant"]], "body": bodies_by_code[entry["body"]]}
        values = {name: entry[key] for name, key in SWITCHES.items()}
        values |= {"status": entry["status"], "basis": entry["basis"], "ends_on": entry.get("ends_on")}
        key = "/".join((entry["participant"], entry["body"], entry["begins_on"] or "unknown"))
        yield Record(key, values, natural={**keys, "begins_on": entry["begins_on"]})


SWITCHES = {
    "is_invited": "invited",
    "is_asked_to_report": "asked_to_report",
    "is_reminded": "reminded",
    "counts_in_n": "counted_in_n",
    "counts_in_silence": "counted_in_silence",
}


def seats() -> Iterator[Record]:
    """The seats of the Steering Committee, with their stand-ins."""
    parties, committee = Named(Party), Body.objects.get(code=COMMITTEE)
    for entry in read(HERE / "committee_seats.json"):
        keys = {"body": committee, "party": parties[entry["participant"]], "begins_on": entry["begins_on"]}
        stand_in = parties[entry["stand_in"]] if "stand_in" in entry else None
        values = {"stand_in": stand_in, "begins_precision": entry["begins_precision"], "basis": entry["basis"]}
        yield Record(f"{entry['participant']}/{entry['begins_on']}", values, natural=keys)


COLLECTIONS = (
    Collection(Party, participants, by_staff=frozenset({"languages", "weekend_days"}), ends="valid_to"),
    Collection(Body, bodies),
    Collection(
        Office,
        offices,
        by_staff=frozenset({"can_write", "can_submit", "can_agree", "can_hand_over_sections", "can_read_drafts"}),
    ),
    Collection(Presidency, presidencies, seed=True),
    Collection(PresidencyHolder, holders, seed=True),
    Collection(Participation, participations, seed=True, ends="ends_on"),
    Collection(CommitteeSeat, seats, seed=True),
)


def _sources(overrides: list[dict[str, Any]]) -> str:
    """Where fields that do not come from the general sources come from, one line each."""
    lines = (f"{entry['field']}: {entry['reason']} ({entry['source']})" for entry in overrides)
    return "\n".join(lines)
