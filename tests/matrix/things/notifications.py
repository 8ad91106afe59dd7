"""Reminders: a ladder with its words, pauses with their reasons, and what was made of steps for participants."""

from datetime import timedelta

from khartoum.pages.staff_requests import ABOUT
from notifications.models import DigestRefusal, Obligation, Pause
from reports.selectors.obligations import CONTRIBUTION_DUE
from tests.canaries.strings import planted, planted_key
from tests.factories import notifications as requests
from tests.factories.notifications import LadderFactory, StepFactory, noticed, request


def build(world):
    words = planted("words of a ladder")
    ladder = LadderFactory(kind="world.due", name_en=words)
    step = StepFactory(ladder=ladder, text_en=words)
    world.rows["ladder"], world.rows["ladderstep"] = {"used": ladder}, {"used": step}
    for name, party in world.parties().items():
        found = Obligation.objects.filter(party=party, is_internal=False, authority=None).order_by("pk").first()
        asked = _known_by_its_key(world, party) if name == "other" else found
        made = {state: noticed(state, request=asked) for state in ("queued", "superseded", "withdrawn")}
        made["prepared"] = noticed("prepared", request=asked)
        if name == "own":
            made["queued"] = noticed("queued", request=asked, recipient=world.people["focal_point_own"])
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
    _asked_of_staff(world)
    for role in ("focal_point_own", "focal_point_other"):
        DigestRefusal.objects.create(user=world.people[role], since=world.now)


def _known_by_its_key(world, party):
    """A request that its participant alone is told of: by the key of what it is about."""
    asked = request(party, CONTRIBUTION_DUE, "world", due_at=world.now + timedelta(days=30), opened_at=world.now)
    asked.subject_uuid = planted_key("request of the other participant")
    asked.save()
    return asked


def _asked_of_staff(world):
    """Something of everything that staff are asked about."""
    yesterday = world.now - timedelta(days=1)
    for model in ABOUT:
        subject = model._default_manager.order_by("pk").first()
        when = {"due_at": yesterday, "opened_at": yesterday}
        requests.asked(None, kind=CONTRIBUTION_DUE, subject=subject, offices=["secretariat_officer"], **when)
