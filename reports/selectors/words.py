"""How an answer that was chosen from a list reads in the reader's language."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState, MilestoneState
from foundation.errors import Sentence
from foundation.wording import localdate, localfigure, localmark
from reports.enums import QuestionKind
from reports.validators import NUMBER, as_written, milestone_parts

YES_NO: dict[str, Sentence] = {"yes": _("yes"), "no": _("no")}
AGREEMENT: dict[str, Sentence] = {"agree": _("we agree"), "add": _("we add something")}


def word_of_ours(kind: str, said: str) -> Sentence | None:
    """How an answer chosen from a list reads; None for what the participant wrote itself."""
    if kind == QuestionKind.YES_NO:
        return YES_NO.get(said)
    if kind == QuestionKind.AGREEMENT:
        return AGREEMENT.get(said)
    if kind == QuestionKind.ACTIVITY_STATUS:
        return dict(ActivityState.choices).get(said)
    if kind == QuestionKind.MILESTONES and said:
        return _milestone(*milestone_parts(said))
    return None


def as_read(kind: str, said: str) -> str:
    """How what the participant wrote itself reads on a page: a number as the reader's language writes numbers."""
    return localfigure(said) if kind == QuestionKind.NUMBER and NUMBER.fullmatch(said) else said


def as_typed(kind: str, said: str) -> str:
    """How it stands in its field: with the reader's decimal mark where that is taken back for the same number."""
    if kind != QuestionKind.NUMBER or not NUMBER.fullmatch(said):
        return said
    marked = localmark(said)
    return marked if as_written(kind, marked) == said else said


def _milestone(state: str, day: str) -> Sentence:
    word = dict(MilestoneState.choices).get(state, state)
    if not day:
        return word
    return gettext("%(state)s: %(day)s") % {"state": word, "day": localdate(date.fromisoformat(day))}
