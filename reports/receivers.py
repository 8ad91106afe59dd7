"""What follows in rounds from a change of representation, in the same transaction."""

from datetime import datetime

from django.dispatch import receiver

from foundation.actors import Actor
from parties.models import Authority
from parties.signals import representation_put_on_hold, representation_released
from reports.services.representation import adopt_released, ask_each_side


@receiver(representation_put_on_hold, dispatch_uid="reports.ask_each_side")
def each_side_reports_for_itself(*, party_id: int, actor: Actor, now: datetime, **_kwargs: object) -> None:
    """Each side gets a contribution of its own in the rounds under way."""
    ask_each_side(party_id, actor=actor, now=now)


@receiver(representation_released, dispatch_uid="reports.adopt_released")
def what_was_released_is_the_participants(
    *, authority: Authority, actor: Actor, now: datetime, **_kwargs: object
) -> None:
    """What the released authority wrote meanwhile becomes its participant's."""
    adopt_released(authority, actor=actor, now=now)
