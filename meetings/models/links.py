"""The history of what meetings and decisions are linked to: their tables of pairs are tracked like rows, by proxies."""

from foundation.ledger.history import tracked
from meetings.models.decisions import Decision
from meetings.models.meetings import Meeting


@tracked
class MeetingCoChair(Meeting.co_chairs.through):  # type: ignore[name-defined]  # -- the table Django makes of the pairs
    """A participant chairs a meeting together with its chair."""

    class Meta:
        proxy = True


@tracked
class DecisionParagraph(Decision.paragraphs.through):  # type: ignore[name-defined]  # -- as above
    """A decision bears on a paragraph."""

    class Meta:
        proxy = True
