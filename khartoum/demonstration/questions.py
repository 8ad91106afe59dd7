"""The demonstration's templates: the same sections for States and for organisations."""

import json
from pathlib import Path
from typing import Any

from foundation.actors import Actor
from foundation.related import Related
from reports.enums import Audience
from reports.models import Template, TemplateQuestion, TemplateSection
from reports.services.templates import save_section, save_template

TITLES = {
    Audience.STATE: {
        "en": "Periodic report of a State",
        "fr": "Rapport périodique d'un État",
        "ar": "تقرير دوري لدولة",
    },
    Audience.ORGANISATION: {
        "en": "Periodic report of an organisation",
        "fr": "Rapport périodique d'une organisation",
        "ar": "تقرير دوري لمنظمة",
    },
}


def write_template(audience: Audience, *, actor: Actor) -> Template:
    """A first edition for one audience."""
    template = Template(code="demonstration", audience=audience, **by_language("title", TITLES[audience]))
    save_template(template, actor=actor, version=None, creating=True)
    for position, section in enumerate(_sections()):
        _write_section(template, position, section, actor=actor)
    return template


def _write_section(template: Template, position: int, given: dict[str, Any], *, actor: Actor) -> None:
    section = TemplateSection(
        template=template,
        code=given["code"].replace("_", "-"),
        position=position,
        per_activity=given.get("per_activity", False),
        for_supporting=given.get("for_supporting", False),
        **by_language("title", given["title"]),
        **by_language("help", given.get("help", {})),
    )
    questions = [
        TemplateQuestion(
            code=question["code"],
            position=place,
            kind=question["kind"],
            is_required=question.get("required", False),
            **by_language("text", question["text"]),
        )
        for place, question in enumerate(given["questions"])
    ]
    related = Related(children=[("section", question) for question in questions])
    save_section(section, actor=actor, version=None, creating=True, related=related)


def by_language(name: str, texts: dict[str, str]) -> dict[str, str]:
    """`{"en": ..}` as the three columns of a localized text."""
    return {f"{name}_{code}": text for code, text in texts.items()}


def _sections() -> list[dict[str, Any]]:
    path = Path(__file__).with_name("questions.json")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["sections"]
    return found
