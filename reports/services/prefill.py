"""A form that opens pre-filled, "still true?": from the participant's last complete contribution."""

from datetime import datetime
from typing import Any

from reports.enums import ContributionState
from reports.models import Answer, AnswerRevision, Contribution, Snapshot
from reports.selectors.asked import AskedSection, asked_sections
from reports.selectors.contributions import latest_snapshot

Said = dict[tuple[str, str, str | None], dict[str, Any]]
"""Answers of a snapshot by section code, question code and uuid of the activity."""


def prefill(contribution: Contribution, *, now: datetime) -> int:
    """Take over what was answered last time, each answer to be confirmed. How many were taken over."""
    last = last_complete(contribution)
    if last is None:
        return 0
    said = _answers_of(last)
    rows = [
        Answer(
            contribution=contribution,
            question=item.question,
            activity=item.activity,
            language=before["language"],
            text=before["answer"],
            is_prefilled=True,
        )
        for section in asked_sections(contribution)
        for item in section.questions
        if (before := said.get(_key(section, item.question.code))) and before["kind"] == item.question.kind
    ]
    made = Answer.objects.bulk_create(rows)
    AnswerRevision.objects.bulk_create(
        AnswerRevision(answer=answer, version=answer.version, text=answer.text, written_at=now) for answer in made
    )
    return len(made)


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


def _answers_of(snapshot: Snapshot) -> Said:
    return {
        (section["code"], answer["question"], section["activity"]["uuid"] if section["activity"] else None): answer
        for section in snapshot.content["sections"]
        for answer in section["answers"]
    }


def _key(section: AskedSection, question_code: str) -> tuple[str, str, str | None]:
    return section.section.code, question_code, str(section.activity.uuid) if section.activity else None
