"""Who registers letters and who confirms what was arranged from them."""

from foundation.actors import Actor
from parties.permissions import is_staff
from reports.enums import ContributionState as S
from reports.models import Letter, Round
from reports.permissions.contributions import can_judge, can_submit
from reports.selectors.obligations import ACCEPTING

ARRANGEABLE = frozenset({S.SUBMITTED, S.QUESTION_OPEN, S.COMPLETE})
"""States in which the letter is what the participant has said."""


def can_receive_letters(actor: Actor, round_: Round) -> bool:
    """Staff, while the round receives anything."""
    return is_staff(actor) and round_.state in ACCEPTING


def can_arrange(actor: Actor, letter: Letter) -> bool:
    """Staff who do not also write for this participant, as long as it says nothing by itself."""
    return letter.contribution.state in ARRANGEABLE and can_judge(actor, letter.contribution)


def can_confirm(actor: Actor, letter: Letter) -> bool:
    """The office that speaks for the participant."""
    return letter.contribution.state in ARRANGEABLE and can_submit(actor, letter.contribution)
