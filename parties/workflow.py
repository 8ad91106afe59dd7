"""The workflows of the parties app: the term of the chair, and representation on hold."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from parties.enums import AuthorityState, TermState
from parties.models import Authority, Presidency
from parties.permissions import can_manage_parties

# A term of the past is entered as it was, hence every first state.
PRESIDENCY = Workflow(
    initial=TermState.values,
    take_over=Transition(
        {TermState.DESIGNATED}, TermState.IN_CHAIR, allowed=can_manage_parties, label=_("Take over the chair")
    ),
    hand_over=Transition(
        {TermState.IN_CHAIR}, TermState.FINISHED, allowed=can_manage_parties, label=_("Hand over the chair")
    ),
)
PRESIDENCY.guard(Presidency)

REPRESENTATION = Workflow(
    initial=AuthorityState.values,
    put_on_hold=Transition(
        {AuthorityState.IN_FORCE},
        AuthorityState.ON_HOLD,
        allowed=can_manage_parties,
        label=_("Put on hold"),
        done=_("The representation of the participant was put on hold."),
    ),
    release=Transition(
        {AuthorityState.ON_HOLD},
        AuthorityState.IN_FORCE,
        allowed=can_manage_parties,
        label=_("Release"),
        done=_("The hold on the representation of the participant was lifted."),
    ),
)
REPRESENTATION.guard(Authority)
