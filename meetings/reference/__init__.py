"""The reference data of the meetings app: kinds, verbs, the seed meetings and the Cairo Declaration's paragraphs."""

from collections.abc import Iterator
from pathlib import Path

from foundation.reference import Collection, Record, in_three, read
from foundation.referred import Named
from meetings.models import Meeting, MeetingKind, OutcomeText, Paragraph, Verb
from parties.models import Body, Party, Presidency

HERE = Path(__file__).parent
DECLARATION = "cairo_declaration.json"


def kinds() -> Iterator[Record]:
    """The kinds of meetings, each with the body that meets."""
    bodies = Named(Body)
    for entry in read(HERE / "kinds.json"):
        values = {name: entry[name] for name in ("may_endorse", "may_review", "nomination_weeks")}
        values["body"] = bodies[entry["body"]]
        yield Record(entry["code"], {**in_three("name", entry["names"]), **values}, natural={"code": entry["code"]})


def verbs() -> Iterator[Record]:
    """What meetings do, in the words they use."""
    for entry in read(HERE / "verbs.json"):
        values = {name: entry[name] for name in ("is_endorsement", "is_review")}
        words = {**in_three("infinitive", entry["infinitive"]), **in_three("past", entry["past"])}
        yield Record(entry["code"], {**words, **values}, natural={"code": entry["code"]})


def meetings() -> Iterator[Record]:
    """The seed meetings; their records are incomplete."""
    kinds_by_code, hosts, terms = Named(MeetingKind), Named(Party), Named(Presidency)
    for entry in read(HERE / "meetings.json"):
        texts = {**in_three("title", entry["titles"]), **in_three("city", entry["city"])}
        values = {name: entry[name] for name in ("ordinal", "state", "begins_on", "ends_on", "time_zone", "source")}
        keys = {
            "kind": kinds_by_code[entry["kind"]],
            "host": hosts[entry["host"]],
            "hands_over": terms[entry["hands_over"]] if "hands_over" in entry else None,
        }
        yield Record(entry["code"], {**texts, **values, **keys, "is_incomplete": True}, natural={"code": entry["code"]})


def outcome_texts() -> Iterator[Record]:
    """The texts that meetings adopted, by title only."""
    held = Named(Meeting)
    for entry in read(HERE / DECLARATION):
        values = {name: entry[name] for name in ("kind", "state", "authentic_language", "adopted_on")}
        values |= {"meeting": held[entry["meeting"]], "source": entry["numbering_source"]}
        yield Record(entry["code"], {**in_three("title", entry["titles"]), **values}, natural={"code": entry["code"]})


def paragraphs() -> Iterator[Record]:
    """The paragraphs of those texts: numbers as printed, short titles of our own, no official text."""
    texts = Named(OutcomeText)
    for entry in read(HERE / DECLARATION):
        for paragraph in entry["paragraphs"]:
            part, number = paragraph["part"], paragraph["number"]
            values = {name: paragraph[name] for name in ("position", "aliases")}
            values |= {**in_three("short_title", paragraph["titles"]), "source": entry["numbering_source"]}
            keys = {"outcome_text": texts[entry["code"]], "part": part, "number": number}
            yield Record(f"{entry['code']}/{part}/{number}", values, natural=keys)


COLLECTIONS = (
    Collection(MeetingKind, kinds, by_staff=frozenset({"body", "may_endorse", "may_review"})),
    Collection(Verb, verbs),
    Collection(Meeting, meetings, seed=True),
    Collection(OutcomeText, outcome_texts, seed=True),
    Collection(Paragraph, paragraphs, seed=True),
)
