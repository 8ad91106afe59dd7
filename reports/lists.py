"""Where the workbench lists what stands open in a round."""

from django.urls import reverse

from reports.enums import ContributionState, QueryState
from reports.models import Round
from reports.selectors.still_open import REPLIED


def to_read_in(round_: Round) -> str:
    """The contributions that were received and are not marked complete."""
    page = reverse("admin:reports_contribution_changelist")
    return f"{page}?round__id__exact={round_.pk}&state__exact={ContributionState.SUBMITTED}"


def unanswered_in(round_: Round) -> str:
    """The questions without a reply."""
    return f"{_questions_in(round_)}&state__exact={QueryState.OPEN}"


def replied_in(round_: Round) -> str:
    """The questions with a reply that nobody settled."""
    return f"{_questions_in(round_)}&state__in={','.join(REPLIED)}"


def _questions_in(round_: Round) -> str:
    return f"{reverse('admin:reports_query_changelist')}?contribution__round__id__exact={round_.pk}"
