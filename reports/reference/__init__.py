"""The reference data of reporting: a first template for States and another for organisations, ours and illustrative.

A template is staff's as soon as they have touched it or a round has opened with it: from then on its sections and
questions are not looked at any more, so that what staff took out does not come back.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foundation.reference import Collection, Record, in_three, read
from reports.models import Template, TemplateQuestion, TemplateSection

HERE = Path(__file__).parent
FILES = ("state.json", "organisation.json")


def templates() -> Iterator[Record]:
    """Each edition for each audience."""
    for entry in _entries():
        natural = {name: entry[name] for name in ("code", "edition", "audience")}
        yield Record(_key(entry), {**in_three("title", entry["titles"]), "is_illustrative": True}, natural=natural)


def sections() -> Iterator[Record]:
    """The sections of untouched templates, in the order of the file."""
    for entry, template in _untouched():
        for position, section in enumerate(entry["sections"]):
            values = {
                "position": position,
                "per_activity": section.get("per_activity", False),
                "for_supporting": section.get("for_supporting", False),
                **in_three("title", section["titles"]),
                **_help(section),
            }
            natural = {"template": template, "code": section["code"]}
            yield Record(f"{_key(entry)}/{section['code']}", values, natural=natural)


def questions() -> Iterator[Record]:
    """The questions of untouched templates, in the order of the file."""
    for entry, template in _untouched():
        owners = {section.code: section for section in template.sections.all()}
        for section in entry["sections"]:
            for position, question in enumerate(section["questions"]):
                values = {
                    "position": position,
                    "kind": question["kind"],
                    "is_required": question.get("required", False),
                    **in_three("text", question["text"]),
                    **_help(question),
                }
                natural = {"section": owners[section["code"]], "code": question["code"]}
                yield Record(f"{_key(entry)}/{section['code']}/{question['code']}", values, natural=natural)


def _untouched() -> Iterator[tuple[dict[str, Any], Template]]:
    for entry in _entries():
        found = Template.objects.filter(
            code=entry["code"], edition=entry["edition"], audience=entry["audience"], version=1, is_frozen=False
        ).first()
        if found is not None:
            yield entry, found


def _entries() -> Iterator[dict[str, Any]]:
    for name in FILES:
        yield from read(HERE / name)


def _key(entry: dict[str, Any]) -> str:
    return f"{entry['code']}/{entry['audience']}/{entry['edition']}"


def _help(entry: dict[str, Any]) -> dict[str, str]:
    return in_three("help", entry["help"]) if "help" in entry else {}


COLLECTIONS = (
    Collection(Template, templates, seed=True),
    Collection(TemplateSection, sections, seed=True),
    Collection(TemplateQuestion, questions, seed=True),
)
