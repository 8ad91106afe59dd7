"""Comments in every state on reports that are open, closed and tabled; each says words that only some may read."""

from reports.services.comments import Said, comment_on
from reports.services.consolidated import close_comments, table
from tests.canaries.strings import planted
from tests.factories.reports_comments import settled
from tests.matrix.things.reports import at

WITHOUT_OWN = frozenset({"report being drafted", "report not published"})


def build(world):
    reports = world.rows["report"]
    opened = reports["circulated"]
    say = Speaker(world)
    rows = {
        "own_standing": say.own(opened, "wording", paragraph=1),
        "own_second": say.own(opened, "remark"),
        "own_withdrawn": settled("withdrawn", comment=say.own(opened, "remark"), by=say.of_own),
        "own_taken_up": say.settled("taken_up", say.own(opened, "remark", paragraph=2)),
        "own_in_part": say.settled("taken_up_in_part", say.own(opened, "remark")),
        "other_standing": say.other(opened, "remark", paragraph=1),
        "other_not_taken_up": say.settled("not_taken_up", say.other(opened, "wording", paragraph=2)),
        "chair_standing": say.chair(opened, "remark"),
    }
    world.rows["comment"] = rows
