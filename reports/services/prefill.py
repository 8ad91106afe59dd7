"""A form that opens pre-filled, "still true?": from the participant's last complete contribution."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from actionplan.enums import MilestoneState
from reports.enums import ContributionState
from reports.models import Answer, Contribution, Snapshot
from reports.selectors.asked import asked_sections
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.selectors.contributions import latest_snapshot
from reports.selectors.things import Thing
from reports.services.versions import keep_first_versions
from reports.validators import milestone_parts

PlaceInAnyEdition = tuple[str, str, str | None]
"""Section code, question code and uuid of the activity: an edition has uuids of its own, and the same codes."""
Said = dict[PlaceInAnyEdition, list[dict[str, Any]]]
"""Answers of a snapshot by their place, in the order they stood; more than one where a question unfolds."""


def prefill(contribution: Contribution, *, now: datetime) -> int:
    """Take over what was answered last time, each answer to be confirmed. How many were taken over.

    A row that was closed stays behind. The caller saves the contribution.
    """
    last = last_complete(contribution)
    if last is None:
        return 0
    contribution.prefilled_from = last
    said = _answers_of(last)
    rows = [row for section in asked_sections(contribution) for row in _rows(contribution, section, said)]
    made = Answer.objects.bulk_create(rows)
    keep_first_versions(made, now=now)
    return len(made)


def _rows(contribution: Contribution, section: AskedSection, said: Said) -> Iterator[Answer]:
    for _name, items in groupby(section.questions, key=lambda item: item.list_name):
        asked = list(items)
        things = {one.item: one.thing for one in asked}
        before = said.get(_place(section, asked[0]), [])
        yield from (
            Answer(
                contribution=contribution,
                version=contribution.versions_gone + 1,
                question=asked[0].question,
                activity=section.activity,
                item=item,
                language=one["language"],
                text=_as_the_plan_says(things.get(item), one["answer"]),
                said_before=one["answer"],
                is_prefilled=True,
            )
            for one, item in _taken_over(asked, before)
        )


def _as_the_plan_says(thing: Thing | None, said: str) -> str:
    """A milestone that was still planned, and that the plan notes as reached or dropped since; all else as it was."""
    milestone = thing.milestone if thing else None
    if milestone is None or milestone.state == MilestoneState.PLANNED:
        return said
    if milestone_parts(said)[0] != MilestoneState.PLANNED:
        return said
    reached = milestone.state == MilestoneState.REACHED
    return f"{milestone.state} {milestone.reached_on}" if reached else milestone.state


def _taken_over(
    asked: list[AskedQuestion], before: list[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], UUID | None]]:
    """What was said of what is asked again, with its item; of a list, every row that was not closed."""
    again = {item.item for item in asked}
    for one in before:
        item = UUID(one["item"]) if one.get("item") else None
        same_kind = one["kind"] == asked[0].question.kind
        if same_kind and not one.get("closed") and (asked[0].is_of_list or item in again):
            yield one, item


def last_complete(contribution: Contribution) -> Snapshot | None:
    """What the same participant (the same authority, while on hold) submitted to the last round it completed."""
    before = Contribution.objects.filter(
        party=contribution.party_id,
        authority=contribution.authority_id,
        state=ContributionState.COMPLETE,
        round__period_begins_on__lt=contribution.round.period_begins_on,
    )
    last = before.order_by("-round__period_begins_on", "-id").first()
    return latest_snapshot(last) if last else None


def last_language(contribution: Contribution) -> str:
    """The language of that one, in which its participant writes; empty where it never completed any."""
    last = last_complete(contribution)
    return last.content["language"] if last else ""


def _answers_of(snapshot: Snapshot) -> Said:
    said: Said = {}
    for section in snapshot.content["sections"]:
        activity = section["activity"]["uuid"] if section["activity"] else None
        for answer in section["answers"]:
            said.setdefault((section["code"], answer["question"], activity), []).append(answer)
    return said


def _place(section: AskedSection, item: AskedQuestion) -> PlaceInAnyEdition:
    return section.section.code, item.question.code, str(section.activity.uuid) if section.activity else None
