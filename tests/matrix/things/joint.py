"""Contributions of the other participant that also speak in the own one's name, and drafts that name somebody."""

from reports.models import JointName, Presence
from reports.services.contributions import submit_contribution
from reports.services.joint import confirm, decline, name_participant
from tests.factories import reports as made
from tests.matrix.things.contributions import typed, with_file

WORDS = "answer of a joint contribution"


def build(world):
    drafts = {owner: made.fresh(world.rows["contribution"][f"{owner}:draft"]) for owner in ("own", "other")}
    world.rows["named"] = {
        "own_named": _named(drafts["own"], world.other, world.actor("focal_point_own")),
        "other_named": _named(drafts["other"], world.own, world.actor("focal_point_other")),
    }
    for owner, draft in drafts.items():
        Presence.objects.create(contribution=draft, user=world.people[f"focal_point_{owner}"], seen_at=world.now)
    by = world.actor("focal_point_own")
    answers = {"asked": None, "confirmed": confirm, "declined": decline}
    world.rows["joint"] = {state: _joint(world, state, world.own) for state in answers}
    for state, step in answers.items():
        if step is not None:
            joint = world.rows["joint"][state]
            step(joint, actor=by, version=joint.version, now=world.now)
    world.rows["joint"]["foreign"] = _joint(world, "foreign", world.chair)
    submitted = world.rows["joint"]["asked"].contribution
    world.rows["attachment"]["joint"] = submitted.attachments.get()


def _joint(world, state, party):
    """Submitted by the other participant, in whose name and in this one's it would speak."""
    open_round = world.rows["round"]["open"]
    templates = {f"{kind}_template": getattr(open_round, f"{kind}_template") for kind in ("state", "organisation")}
    dates = {"due_at": open_round.due_at, "cutoff_at": open_round.cutoff_at}
    round_ = made.opened_round(
        world.own, world.other, world.chair, now=world.now, code=f"world-joint-{state}", plan=open_round.plan,
        **templates, **dates,
    )  # fmt: skip
    by = world.actor("focal_point_other")
    begun = typed(made.drafted(world.other, round_, by=by, now=world.now), by, world, summary=WORDS)
    begun = with_file(begun, by, world, WORDS)
    joint = _named(begun, party, by)
    begun = made.fresh(begun)
    submit_contribution(begun, actor=by, version=begun.version, now=world.now)
    return JointName.objects.get(pk=joint.pk)


def _named(contribution, party, by):
    return name_participant(contribution, actor=by, version=contribution.version, party=party.uuid)
