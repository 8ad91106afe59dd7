"""Rows of the parties app that the workbench shows: reference data, and the mandates of the world's people."""

from allauth.mfa.models import Authenticator

from foundation.actors import system
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from parties.models import Body, CommitteeSeat, Mandate, Office, Participation, Presidency
from tests.canaries.strings import ENTRY, planted
from tests.factories import parties as made


def build(world):
    world.rows["party"] = {
        "own": world.own,
        "other": world.other,
        "chair": world.chair,
        "confirming": made.participant("EG"),
        "quiet": made.participant("DJ"),
    }
    world.rows["body"] = {"process": Body.objects.get(code="process")}
    world.rows["office"] = {"focal_point": Office.objects.get(code="focal_point")}
    world.rows["seat"] = {"held": CommitteeSeat.objects.order_by("pk").first()}
    world.rows["participation"] = {"own": Participation.objects.filter(party=world.own).order_by("pk").first()}
    quiet = made.AuthorityFactory(party=world.rows["party"]["quiet"])
    made.AuthorityFactory(party=quiet.party)
    world.rows["authority"] = {"on_hold": world.first, "in_force": quiet}
    world.rows["presidency"] = {
        state: Presidency.objects.filter(state=state).order_by("-begins_on").first()
        for state in ("designated", "in_chair", "finished")
    }
    held = {role: world.people[role] for role in ("focal_point_own", "focal_point_other", "mandate_ended")}
    held["contested"] = world.people["on_hold_first"]
    world.rows["mandate"] = {role: Mandate.objects.get(user=person) for role, person in held.items()}
    reason = planted("reason of an emergency access")
    world.rows["mandate"]["emergency"] = made.let_in(made.UserFactory(), since=world.now, reason=reason)
    world.rows["user"] = {
        "active": world.people["focal_point_own"],
        "other": world.people["focal_point_other"],
        "closed": made.UserFactory(is_active=False),
        "invited": made.UserFactory(),
    }
    invited = world.rows["user"]["invited"]
    invited.set_unusable_password()
    invited.save(update_fields=["password"])
    record(world.own, ENTRY, actor=system(world.now), audience=STAFF)
    Authenticator.objects.create(user=invited, type=Authenticator.Type.TOTP, data={"secret": "world"})
