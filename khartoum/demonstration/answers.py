"""What the demonstration's participants report, each in its own language; invented, and marked so in every text."""

import json
from pathlib import Path

from actionplan.enums import ActivityState
from actionplan.models import Activity
from reports.enums import QuestionKind
from reports.models import Contribution
from reports.selectors.asked import AskedQuestion, asked_sections
from reports.services.answers import Draft

WORDS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))
"""By language, then by the question's code."""


def drafts_for(contribution: Contribution, *, language: str, people: int) -> list[Draft]:
    """An answer to everything asked of this participant, with the versions seen now."""
    items = [item for section in asked_sections(contribution) for item in section.questions]
    return [
        Draft(item.question.uuid, item.activity.uuid if item.activity else None, text, item.version, confirms=True)
        for item in items
        if (text := _text(item, language, people))
    ]


def _text(item: AskedQuestion, language: str, people: int) -> str:
    if item.question.kind == QuestionKind.ACTIVITY_STATUS:
        return _status(item.activity)
    return WORDS[language].get(item.question.code, "").format(count=people)


def _status(activity: Activity | None) -> str:
    return activity.state if activity is not None else ActivityState.ONGOING
