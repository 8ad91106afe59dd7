"""Who may do what with a consolidated report: staff draft it, only the chair says what a meeting did."""

from foundation.actors import Actor
from parties.permissions import is_presidency_officer, is_secretariat_officer, is_staff
from reports.enums import ReportState as S
from reports.models import ConsolidatedReport

WRITABLE = frozenset({S.DRAFTING, S.COMMENTS_CLOSED})
"""States in which staff write: first for the circulation, then to take up the comments it brought."""
ENDORSED = frozenset({S.ENDORSED, S.ENDORSED_AS_AMENDED})
MEETING_AHEAD = frozenset({S.TABLED, S.ENDORSED_AD_REFERENDUM, S.TRANSMITTED}) | ENDORSED
CORRECTABLE = MEETING_AHEAD | {S.REVIEWED, S.TAKEN_NOTE_OF, S.PUBLISHED}


def can_open_report(actor: Actor) -> bool:
    """The Presidency in the chair and the Secretariat begin a report."""
    return is_staff(actor)


def can_draft(actor: Actor, report: ConsolidatedReport) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """The Presidency in the chair and the Secretariat take a report through its drafting."""
    return is_staff(actor)


def can_write(actor: Actor, report: ConsolidatedReport) -> bool:
    """They write its text while it is being drafted."""
    return can_draft(actor, report) and report.state in WRITABLE


def can_record(actor: Actor, report: ConsolidatedReport) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """Records what a meeting did: the Presidency in the chair, or the Secretariat on the Chair's instruction.

    The system never does: nobody endorses by the clock.
    """
    return is_presidency_officer(actor) or is_secretariat_officer(actor)


def can_put_under_silence(actor: Actor, report: ConsolidatedReport) -> bool:
    """Puts a tabled report under a silence procedure that carries its text."""
    return can_draft(actor, report) and report.state == S.TABLED


def can_declare(actor: Actor, report: ConsolidatedReport) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """Declares for the chair: an officer of the Presidency in the chair, nobody in its place."""
    return is_presidency_officer(actor)


def follows_by_itself(actor: Actor, report: ConsolidatedReport) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """Nobody's button: the last confirmation completes an endorsement ad referendum."""
    return actor.is_system


def can_issue_amended(actor: Actor, report: ConsolidatedReport) -> bool:
    """Issues the text as amended, until the Chair has confirmed it."""
    return can_draft(actor, report) and report.endorsed_revision_id is None


def can_confirm_amended(actor: Actor, report: ConsolidatedReport) -> bool:
    """Confirms that the amended text is what the meeting endorsed."""
    return can_declare(actor, report) and report.amended_revision_id is not None and report.endorsed_revision_id is None


def can_transmit(actor: Actor, report: ConsolidatedReport) -> bool:
    """Sends ministers the endorsed text, once there is one."""
    return can_draft(actor, report) and report.endorsed_revision_id is not None


def can_issue_corrigendum(actor: Actor, report: ConsolidatedReport) -> bool:
    """Corrects an error in a text that is no longer changed."""
    return can_draft(actor, report) and report.state in CORRECTABLE


def can_issue_addendum(actor: Actor, report: ConsolidatedReport) -> bool:
    """Adds what came after the cut-off, while the meeting is still ahead."""
    return can_draft(actor, report) and report.state in MEETING_AHEAD
