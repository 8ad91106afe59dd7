"""Recording that the answers were cleared: which paper was signed, by whom, and on which day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.services import record
from reports.models import Clearance, Contribution
from reports.permissions.contributions import can_write
from reports.services.audiences import own
from reports.services.holding import open_for_writing
from reports.services.requests import ask_for_clearance
from reports.validators import clean_line

LONGEST_NAME = 200


@transaction.atomic
def record_clearance(
    contribution: Contribution,
    *,
    actor: Actor,
    version: int,
    now: datetime,
    cleared_by: str,
    cleared_on: date,
    answers_version: str,
) -> Clearance:
    """Note who cleared which version of the answers, before they are submitted.

    `cleared_on` is a day in the participant's own calendar; `answers_version` stands on the paper that was cleared.
    Raises `StaleVersion`, `IllegalTransition` where nothing is being written, `NotAllowed`, or `RuleBroken`.
    """
    name = clean_line(cleared_by, field="cleared_by", longest=LONGEST_NAME)
    if cleared_on > now.astimezone(ZoneInfo(contribution.party.time_zone)).date():
        raise RuleBroken(_("This day lies ahead: record the clearance once it was given."), field="cleared_on")
    current = open_for_writing(contribution, version=version)
    if not can_write(made_again(actor), current):
        raise NotAllowed
    current.version += 1
    current.save(update_fields=["version"])
    cleared = Clearance.objects.create(
        contribution=current,
        cleared_by=name,
        cleared_on=cleared_on,
        answers_version=answers_version.strip().lower(),
        recorded_by_id=actor.user_id,
        recorded_at=now,
    )
    ask_for_clearance([current], now=now, reason="cleared")
    record(current, "contribution.cleared", actor=actor, audience=own(current), facts={"clearance": str(cleared.uuid)})
    return cleared
