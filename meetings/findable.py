"""Words by which meetings are found, and what came of them: agenda, texts, decisions, statements, follow-up."""

from foundation.search.registry import Findable, words_of
from meetings.models import AgendaItem, Decision, FollowUp, Meeting, OutcomeText, Paragraph, Statement


def of_meeting(meeting: Meeting) -> dict[str, str]:
    """Title and city."""
    return words_of(meeting, "title", "city", plain=meeting.code)


def of_agenda_item(item: AgendaItem) -> dict[str, str]:
    """The title of the item."""
    return words_of(item, "title")


def of_text(text: OutcomeText) -> dict[str, str]:
    """The title of the text."""
    return words_of(text, "title", plain=text.code)


def of_paragraph(paragraph: Paragraph) -> dict[str, str]:
    """Our short title and the text itself, where it is held."""
    return words_of(paragraph, "short_title", "text")


def of_decision(decision: Decision) -> dict[str, str]:
    """What was decided, and its number."""
    return words_of(decision, "text", plain=decision.number)


def of_statement(statement: Statement) -> dict[str, str]:
    """The speaker's words, in their language."""
    return {statement.language: statement.text}


def of_follow_up(follow_up: FollowUp) -> dict[str, str]:
    """What is to be done."""
    return words_of(follow_up, "title")


FINDABLE = (
    Findable(Meeting, of_meeting),
    Findable(AgendaItem, of_agenda_item),
    Findable(OutcomeText, of_text),
    Findable(Paragraph, of_paragraph),
    Findable(Decision, of_decision),
    Findable(Statement, of_statement),
    Findable(FollowUp, of_follow_up),
)
