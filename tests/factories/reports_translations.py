"""Translations of answers, made through the service."""

from reports.selectors.translating import answer_sent, answer_written, translation_of
from reports.services.translations import translate_answer
from tests.factories.parties import actor
from tests.factories.reports import LATER, fresh
from tests.states import kept


def sent(contribution, *, number=1, place=1):
    """The answer at a place of a submission, as a translator has it before them."""
    return answer_sent(contribution, number, place)


def written(contribution, code="summary"):
    """The answer under a question as it stands, by the question's code."""
    answer = contribution.answers.get(question__code=code)
    rest = [one.hex for one in (answer.activity and answer.activity.uuid, answer.item) if one]
    return answer_written(contribution, "-".join(["q", answer.question.uuid.hex, *rest]))


@kept
def translated(contribution, *, of=None, by=None, into="fr", text="Ce qui a été fait.", version=None, now=LATER):
    """The first answer that was submitted (or another, `of`) in French (or another language)."""
    by, of = by or actor("secretariat_officer"), of or sent(contribution)
    if version is None:
        present = translation_of(contribution, of, into)
        version = present.version if present else 0
    given = {"authentic": of, "seen": of.sha256, "language": into, "text": text}
    return translate_answer(fresh(contribution), actor=by, version=version, now=now, **given)
