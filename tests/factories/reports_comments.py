"""Circulated reports that are open for comments, and comments at any point of their way."""

from datetime import UTC, datetime, timedelta

from reports.services.comments import Said, comment_on, do_not_take_up, take_up, take_up_in_part, withdraw_comment
from tests.factories.parties import actor, participant
from tests.factories.reports_consolidated import NOW, chair, circulate, drafted
from tests.states import kept

UNTIL = NOW + timedelta(days=14)
SETTLING = {"taken_up": take_up, "taken_up_in_part": take_up_in_part, "not_taken_up": do_not_take_up}


@kept
def circulated(*, by=None, until=UNTIL, report=None, **given):
    """A report in three numbered paragraphs, circulated for comments."""
    by = by or chair()
    report = report or drafted(by=by, **given)
    return circulate(report, comments_until=until, actor=by, version=None, now=NOW)


@kept
def open_today(**given):
    """The same, open by the real clock too: for those who come through a browser."""
    return circulated(until=datetime.now(UTC) + timedelta(days=14), **given)


@kept
def commented(report=None, party=None, *, by=None, kind="remark", text="Say which courses.", **given):
    """What a participant says, by its focal point."""
    report, party = report or circulated(), party or participant("KE")
    by = by or actor("focal_point", party)
    said = Said(kind=kind, text="" if kind == "none" else text, **given)
    return comment_on(report, party=party, said=said, actor=by, version=None, now=NOW)


@kept
def settled(state="taken_up", *, comment=None, by=None):
    """What the drafters did with it; `withdrawn` is the participant's own step."""
    comment = comment or commented()
    if state == "withdrawn":
        by = by or actor("focal_point", comment.party)
        return withdraw_comment(comment, actor=by, version=comment.version, now=NOW)
    given = {"actor": by or chair(), "version": comment.version, "now": NOW}
    return SETTLING[state](comment, disposition="See paragraph 2.", **given)
