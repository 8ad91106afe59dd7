"""Reminders: a ladder with its words, pauses with their reasons, and what was made of steps for participants."""

from datetime import timedelta

from notifications.models import DigestRefusal, Obligation, Pause
from tests.canaries.strings import planted
from tests.factories.notifications import LadderFactory, StepFactory, noticed


def build(world):
    words = planted("words of a ladder")
    ladder = LadderFactory(kind="world.due", name_en=words)
    step = StepFactory(ladder=ladder, text_en=words)
    world.rows["ladder"] = {"used": ladder}
    world.rows["notice"], world.rows["pause"] = {}, {}
    for name, party in world.parties().items():
        request = Obligation.objects.filter(party=party, is_internal=False, authority=None).order_by("pk").first()
        if request is None:
            continue
        for state in ("prepared", "queued", "sent_before", "superseded", "withdrawn"):
            made = "queued" if state == "sent_before" else state
            notice = noticed(made, request=request, step=step if state == "prepared" else None)
            world.rows["notice"][state if name == "own" else f"{name}_{state}"] = notice
        reason = planted("reason of a pause")
        pause = Pause(party=party, reason=reason, since=world.now, until=world.now + timedelta(days=3))
        pause.save()
        world.rows["pause"][name] = pause
    for role in ("focal_point_own", "focal_point_other"):
        DigestRefusal.objects.create(user=world.people[role], since=world.now)
