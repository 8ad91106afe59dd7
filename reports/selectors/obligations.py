"""What is still awaited of contributions, and the names of the kinds of request about them."""

from django.db.models import Exists, OuterRef, QuerySet

from reports.enums import ContributionState, HandedState, JointState, QueryState, RoundState
from reports.models import Addressee, Contribution, HandedSection, JointName, Query, Round
from reports.models.contributions import ContributionQuerySet
from reports.models.rounds import AddresseeQuerySet

CONTRIBUTION_DUE = "contribution.due"
QUESTION_ASKED = "contribution.question"
CLEARANCE_DUE = "contribution.clearance"
SECTION_HANDED = "section.handed"
AWAITED = (ContributionState.NOT_STARTED, ContributionState.DRAFT, ContributionState.REOPENED)
ACCEPTING = (RoundState.OPEN, RoundState.CONSOLIDATING)
"""States of a round in which contributions are received: after the date too, and marked so."""


def to_submit() -> ContributionQuerySet:
    """The contributions that are still to be submitted; who reports with another participant is not asked."""
    return _awaited().filter(round__state__in=ACCEPTING)


def awaited_in(round_: Round) -> AddresseeQuerySet:
    """The addressees of a round of whom a contribution is still to be submitted."""
    of_theirs = _awaited().filter(round=OuterRef("round"), party=OuterRef("party"))
    return Addressee.objects.filter(Exists(of_theirs), round=round_)


def asked_of_in(round_: Round) -> "QuerySet[Contribution]":
    """The contributions of a round of which something is asked, itself or an answer to a question, with reminders."""
    reminded = Addressee.objects.filter(round=OuterRef("round"), party=OuterRef("party"), is_reminded=True)
    questions = Query.objects.filter(contribution=OuterRef("pk"), state=QueryState.OPEN)
    asked = Exists(_awaited().filter(pk=OuterRef("pk"))) | Exists(questions)
    return Contribution.objects.filter(asked, Exists(reminded), round=round_)


def _awaited() -> ContributionQuerySet:
    joined = JointName.objects.filter(round=OuterRef("round"), party=OuterRef("party"), state=JointState.CONFIRMED)
    return Contribution.objects.filter(state__in=AWAITED).exclude(Exists(joined), authority=None)


def questions_to_answer() -> QuerySet[Query]:
    """The questions that wait for a participant."""
    return Query.objects.filter(state=QueryState.OPEN, contribution__round__state__in=ACCEPTING)


def sections_to_write() -> QuerySet[HandedSection]:
    """The sections that their person has not finished."""
    return HandedSection.objects.filter(state=HandedState.HANDED).exclude(contribution__round__state=RoundState.CLOSED)
