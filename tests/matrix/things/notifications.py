"""Reminders: a ladder with its words, pauses with their reasons, and what was made of steps for participants."""

from datetime import timedelta

from notifications.models import DigestRefusal, Obligation, Pause
from tests.canaries.strings import planted
from tests.factories.notifications import LadderFactory, StepFactory, noticed


def build(world):
    words = planted("words of a ladder")
    ladder = LadderFactory(kind="world.due", name_en=words)
    step = StepFactory(ladder=ladder, text_en=words)
    world.rows["ladder"], world.rows["ladderstep"] = {"used": ladder}, {"used": step}
    for name, party in world.parties().items():
        request = Obligation.objects.filter(party=party, is_internal=False, authority=None).order_by("pk").first()
        made = {state: noticed(state, request=request) for state in ("queued", "superseded", "withdrawn")}
        made["prepared"] = noticed("prepared", request=request)
        if name == "own":
            made["queued"] = noticed("queued", request=request, recipient=world.people["focal_point_own"])
            world.rows["notice"] = made
    world.rows["reader of digests"] = {"of their own": world.people["contributor_own"]}
    since = world.now - timedelta(days=1)
    world.rows["pause"] = {
        name: Pause.objects.create(
            party=world.own,
            reason=planted("reason of a pause"),
            since=since,
            until=world.now + timedelta(days=3),
            ended_at=ended_at,
        )
        for name, ended_at in (("running", None), ("ended", world.now))
    }
    for role in ("focal_point_own", "focal_point_other"):
        DigestRefusal.objects.create(user=world.people[role], since=world.now)
