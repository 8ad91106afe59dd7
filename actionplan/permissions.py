"""Who may do what in the action plan. Pure: no query, no HTTP."""

from actionplan.enums import ProgrammeState
from actionplan.models import (
    Activity,
    ActivityProposal,
    ContextNote,
    Evaluation,
    Milestone,
    Objective,
    Plan,
    PresidencyProgramme,
    SourceSystem,
)
from foundation.actors import Actor
from parties.permissions import is_secretariat_officer, is_staff, may_finish_for


def can_add_to_plan(actor: Actor) -> bool:
    """Enters plans, objectives and activities."""
    return is_staff(actor)


def can_edit_plan(actor: Actor, plan: Plan) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """Edits a plan."""
    return is_staff(actor)


def can_publish_plan(actor: Actor, plan: Plan) -> bool:
    """Shows a plan to everybody: once."""
    return is_staff(actor) and not plan.is_published


def can_edit_item(actor: Actor, item: Objective | Activity) -> bool:
    """Edits an objective or an activity, and what hangs on it; what was superseded stays as it was."""
    return is_staff(actor) and item.superseded_by_id is None


def can_edit_milestone(actor: Actor, milestone: Milestone) -> bool:  # noqa: ARG001 -- the service checks its activity
    """Says whether a milestone was reached."""
    return is_staff(actor)


def can_edit_evaluation(actor: Actor, evaluation: Evaluation) -> bool:  # noqa: ARG001 -- as above
    """Writes an evaluation, and the response of the process to it."""
    return is_staff(actor)


def can_keep_context(actor: Actor, note: ContextNote | None = None) -> bool:  # noqa: ARG001 -- as above
    """Notes migration trends."""
    return is_staff(actor)


def can_keep_sources(actor: Actor, source: SourceSystem | None = None) -> bool:  # noqa: ARG001 -- as above
    """Says which systems propose activities, and which partner system speaks for each."""
    return is_staff(actor)


def can_propose(actor: Actor, source: SourceSystem) -> bool:
    """Says something of activities in the name of a source: its partner system, or staff who upload it."""
    return is_staff(actor) or (actor.client_id is not None and source.client_id == actor.client_id)


def can_answer_proposal(actor: Actor, proposal: ActivityProposal) -> bool:  # noqa: ARG001 -- as above
    """Takes a proposal up, or says why not: the plan is theirs."""
    return is_staff(actor)


def can_add_programme(actor: Actor) -> bool:
    """Begins a programme: staff, and the next Presidency early."""
    return is_staff(actor) or any(office.window == "early" for office in actor.worn)


def can_draft_programme(actor: Actor, programme: PresidencyProgramme) -> bool:
    """Writes a programme: the Presidency whose term it is, from its early window on, or the Secretariat for it."""
    return actor.is_system or is_secretariat_officer(actor) or _writes_for_term(actor, programme.presidency_id)


def can_change_programme(actor: Actor, programme: PresidencyProgramme) -> bool:
    """Changes what a programme says, while it is a draft."""
    return programme.state == ProgrammeState.DRAFT and can_draft_programme(actor, programme)


def can_record_on_programme(actor: Actor, programme: PresidencyProgramme) -> bool:  # noqa: ARG001 -- actor and object
    """Records what the Steering Committee or the senior officials did with a programme."""
    return is_staff(actor)


def can_account_for_programme(actor: Actor, programme: PresidencyProgramme) -> bool:
    """Gives the account at the end of the term: staff, and the outgoing Presidency for its own."""
    return may_finish_for(actor, programme.presidency_id)


def _writes_for_term(actor: Actor, term_id: int) -> bool:
    return any(
        office.term_id == term_id and office.window in {"full", "early"}
        for office in actor.worn
        if office.side == "presidency"
    )
