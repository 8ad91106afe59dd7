"""How an answer that was chosen from a list reads in the reader's language."""

from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState
from foundation.errors import Sentence
from reports.enums import QuestionKind

YES_NO: dict[str, Sentence] = {"yes": _("yes"), "no": _("no")}


def word_of_ours(kind: str, said: str) -> Sentence | None:
    """How an answer chosen from a list reads; None for what the participant wrote itself."""
    if kind == QuestionKind.YES_NO:
        return YES_NO.get(said)
    if kind == QuestionKind.ACTIVITY_STATUS:
        return dict(ActivityState.choices).get(said)
    return None
