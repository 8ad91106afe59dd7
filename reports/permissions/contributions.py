"""Who may do what with a contribution: its participant writes, one office submits, staff judge but never edit.

Nobody questions, clears or sends back the contribution of a participant they also write for (domain note, section 4).
"""

from foundation.actors import Actor
from parties.permissions import holds_power, is_staff, writes_also_for
from reports.enums import ContributionState as S
from reports.models import Contribution
from reports.selectors.obligations import ACCEPTING

EDITABLE = frozenset({S.DRAFT, S.REOPENED, S.QUESTION_OPEN})
"""States in which a participant works on its answers."""


def is_open_for_writing(contribution: Contribution) -> bool:
    """Whether its answers may be written now, by whoever may: it is being worked on, and its round receives."""
    return contribution.state in EDITABLE and contribution.round.state in ACCEPTING


def can_write(actor: Actor, contribution: Contribution) -> bool:
    """Types answers for the participant; where its representation is on hold, for this very authority."""
    return holds_power(actor, "write", contribution.party_id, contribution.authority_id)


def can_submit(actor: Actor, contribution: Contribution) -> bool:
    """Speaks for the participant: submits, declares, withdraws, replies."""
    return holds_power(actor, "submit", contribution.party_id, contribution.authority_id)


def can_agree(actor: Actor, contribution: Contribution) -> bool:
    """Gives the second signature where the participant signs with two."""
    return holds_power(actor, "agree", contribution.party_id, contribution.authority_id)


def can_choose_signing(actor: Actor, contribution: Contribution) -> bool:
    """Says whether the participant signs with one or with two: whoever signs at all."""
    return can_submit(actor, contribution) or can_agree(actor, contribution)


def can_read_drafts(actor: Actor, contribution: Contribution) -> bool:
    """Reads the working answers of the participant."""
    return holds_power(actor, "read_drafts", contribution.party_id, contribution.authority_id)


def can_judge(actor: Actor, contribution: Contribution) -> bool:
    """Asks, sends back, marks complete: staff who do not also write for this participant."""
    return is_staff(actor) and not writes_also_for(actor, contribution.party_id)


def can_reopen(actor: Actor, contribution: Contribution) -> bool:
    """The participant, or staff; what was withdrawn only the participant takes up again."""
    if can_submit(actor, contribution):
        return True
    return contribution.state != S.WITHDRAWN and can_judge(actor, contribution)
