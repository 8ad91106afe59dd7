"""Every version of an answer is kept as it was written: its words, their language, by whom and when."""

from collections.abc import Iterable
from datetime import datetime

from foundation.actors import Actor
from reports.models import Answer, AnswerRevision


def keep_version(answer: Answer, *, actor: Actor, now: datetime) -> None:
    """The version that stands now, written by the actor. The caller holds the contribution's lock."""
    AnswerRevision.objects.create(
        answer=answer,
        version=answer.version,
        language=answer.language,
        text=answer.text,
        is_closed=answer.is_closed,
        written_by_id=actor.user_id,
        written_at=now,
    )


def keep_first_versions(answers: Iterable[Answer], *, now: datetime) -> None:
    """Of answers that nobody typed here: they were received before, in the language that they are marked with."""
    AnswerRevision.objects.bulk_create(
        AnswerRevision(
            answer=answer, version=answer.version, language=answer.language, text=answer.text, written_at=now
        )
        for answer in answers
    )
