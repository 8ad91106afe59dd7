"""The own participant signs with two from here on; somebody whose name no other house reads has signed a draft."""

from reports.services.signing import agree, choose_signing
from tests.canaries.strings import planted
from tests.factories import reports as made
from tests.factories.parties import UserFactory, actor_as, appoint


def build(world):
    draft = made.fresh(world.rows["contribution"]["own:draft"])
    official = UserFactory(full_name=planted("name of who signs for own"))
    appoint("senior_official", world.own, user=official)
    choose_signing(draft, actor=world.actor("focal_point_own"), seen=False, is_together=True)
    agree(draft, actor=actor_as(official, "participant", now=world.now), version=draft.version, now=world.now)
