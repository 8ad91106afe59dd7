"""What partner systems say of activities: received by the service, and answered by it where a test asks for that."""

from itertools import count

from actionplan.enums import ProposalState
from actionplan.models import ActivityProposal, SourceSystem
from actionplan.services.proposals import accept_proposal, decline_proposal, receive_proposals, save_source
from foundation.imports import Line
from tests.factories.actionplan import ObjectiveFactory
from tests.factories.parties import NOW, actor
from tests.states import kept

NUMBERS = count(1)


def source_called(code: str, client=None) -> SourceSystem:
    """A source; without a client staff speak for it."""
    made = SourceSystem(code=code, name=f"Source {code}", client=client)
    return save_source(made, actor=actor("secretariat_officer"), version=None, creating=True)


def row(external_id: str = "1", **said) -> dict:
    """What a source says of one activity."""
    return {"external_id": external_id, "title": {"en": f"Activity {external_id} of the partner"}, **said}


def sent(source: SourceSystem, *rows: dict, who=None, trial: bool = False, whole: bool = False):
    """What became of each row."""
    lines = [Line(number, dict(said)) for number, said in enumerate(rows, start=1)]
    who = who or actor("secretariat_officer")
    return receive_proposals(source, lines, actor=who, now=NOW, trial=trial, whole=whole)


@kept
def proposed(state: str = ProposalState.WAITING, *, client=None, **said) -> ActivityProposal:
    """A proposal of a new activity, answered so that it is in this state."""
    number = next(NUMBERS)
    objective = ObjectiveFactory()
    source = source_called(f"source-{number}", client)
    said = row(**{"objective": f"{objective.plan.code}/{objective.code}", "domains": [1], **said})
    proposal = ActivityProposal.objects.get(uuid=sent(source, said)[0].uuid)
    told = {"actor": actor("secretariat_officer"), "version": proposal.version, "now": NOW}
    if state == ProposalState.ACCEPTED:
        return accept_proposal(proposal, **told, seen=None, code=f"PR-{number}")
    return decline_proposal(proposal, **told, answer="Not now.") if state == ProposalState.DECLINED else proposal
