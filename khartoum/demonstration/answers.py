"""What the demonstration's participants report, each in its own language; invented, and marked so in every text."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from actionplan.enums import ActivityState, MilestoneState
from actionplan.models import Activity, Indicator, Milestone
from reports.enums import QuestionKind
from reports.models import Contribution
from reports.selectors.asked import asked_sections
from reports.selectors.asked_question import AskedQuestion
from reports.services.one_answer import Draft

WORDS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))
"""By language, then by the question's code."""


def drafts_for(contribution: Contribution, *, language: str, people: int) -> list[Draft]:
    """An answer to everything asked of this participant, with the versions seen now."""
    items = [item for section in asked_sections(contribution) for item in section.questions]
    return [
        Draft(*item.place[:2], text, item.version, confirms=True, item=item.item)
        for item in items
        if (text := _text(item, language, people, on=contribution.round.period_ends_on))
    ]


def _text(item: AskedQuestion, language: str, people: int, *, on: date) -> str:
    if item.is_of_list and item.number > 1:
        return item.text
    if item.question.kind == QuestionKind.ACTIVITY_STATUS:
        return _status(item.activity, on)
    if item.kind == QuestionKind.AGREEMENT:
        return "add"
    if item.kind == QuestionKind.NUMBER:
        return _measured(item.thing.indicator, on) if item.thing and item.thing.indicator else str(people)
    if item.thing is not None and item.thing.milestone is not None:
        return _milestone(item.thing.milestone, on)
    return WORDS[language].get(item.question.code, "").format(count=people)


def _milestone(milestone: Milestone, on: date) -> str:
    """What the plan says; nobody reports as reached what was reached after the end of the period."""
    if milestone.reached_on is not None and milestone.reached_on > on:
        return f"{MilestoneState.PLANNED} {milestone.due_on}"
    day = milestone.reached_on or milestone.due_on
    return milestone.state if milestone.state == MilestoneState.DROPPED else f"{milestone.state} {day}"


def _measured(indicator: Indicator, on: date) -> str:
    """What the plan says that it showed at the end of the period, else what it began with: both tell the same."""
    values = indicator.values_seen.order_by("on")
    shown = values.filter(on__lte=on).last() or (values.first() if indicator.baseline is None else None)
    value = indicator.baseline if shown is None else shown.value
    return format((value or Decimal(0)).normalize(), "f")


def _status(activity: Activity | None, on: date) -> str:
    """As the plan has it now, unless it began or was completed only after the period."""
    if activity is None:
        return ActivityState.ONGOING
    if activity.begins_on and activity.begins_on > on:
        return ActivityState.PLANNED
    was_under_way = activity.state == ActivityState.COMPLETED and activity.ends_on and activity.ends_on > on
    return ActivityState.ONGOING if was_under_way else activity.state
