"""Comments in every state, on reports that are open, closed and tabled; what they say is for a few readers only."""

from foundation.actors import Actor
from reports.models import Comment
from reports.services.comments import Said, comment_on
from tests.canaries.strings import planted
from tests.factories.reports_comments import NOW, SETTLING, withdraw_comment


def build(world):
    opened = world.rows["report"]["circulated"]
    withdrawn = _withdrawn(world, _said(world, "own", opened, paragraph=1))
    own = [_said(world, "own", opened, paragraph=number) for number in (1, None, 2, 3)]
    other = [_said(world, "other", opened, paragraph=number) for number in (1, 2)]
    world.rows["comment"] = {
        "own_standing": own[0],
        "own_whole": own[1],
        "own_withdrawn": withdrawn,
        "own_taken_up": _settled(world, "own", "taken_up", own[2]),
        "own_in_part": _settled(world, "own", "taken_up_in_part", own[3]),
        "other_standing": other[0],
        "other_not_taken_up": _settled(world, "other", "not_taken_up", other[1]),
        "chair_standing": _said(world, "chair", opened, paragraph=2),
        "own_none": _on(world.rows["report"]["comments_closed"], world.own, kind="none"),
        "other_closed": _on(world.rows["report"]["comments_closed"], world.other, text=_words("other")),
        "own_tabled": _on(world.rows["report"]["tabled"], world.own, text=_words("own")),
    }


def _words(owner):
    return planted(f"comment of {owner}")


def _speaker(world, owner) -> Actor:
    return world.actor("both_hats" if owner == "chair" else f"focal_point_{owner}", "participant")


def _said(world, owner, report, *, paragraph):
    said = Said("wording", paragraph=paragraph, text=_words(owner), reason=_words(owner))
    who, party = _speaker(world, owner), world.parties()[owner]
    return comment_on(report, party=party, said=said, actor=who, version=None, now=NOW)


def _withdrawn(world, comment):
    return withdraw_comment(comment, actor=_speaker(world, "own"), version=None, now=NOW)


def _settled(world, owner, state, comment):
    words, who = planted(f"disposition of {owner}"), world.actor("presidency_current")
    return SETTLING[state](comment, actor=who, version=None, now=NOW, disposition=words)


def _on(report, party, *, kind="remark", text=""):
    """As it was made while the report was open."""
    read = {"report": report, "revision": report.circulated_revision}
    return Comment.objects.create(party=party, kind=kind, text=text, made_at=NOW, **read)
