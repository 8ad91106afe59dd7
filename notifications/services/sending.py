"""What was prepared for a senior official, an embassy or a cabinet is sent by the Presidency."""

from datetime import datetime

from django.db import transaction

from foundation.actors import Actor
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from notifications.models import Notice
from notifications.services.sweep import queue_mails
from notifications.workflow import NOTICE


@transaction.atomic
def send_notice(notice: Notice, *, actor: Actor, version: int | None, now: datetime) -> Notice:
    """Queue what was prepared: whether it is still open and wanted is asked when it leaves.

    Raises `IllegalTransition` (sent or withdrawn already) or `NotAllowed`.
    """
    current = NOTICE.apply(notice, "send", actor=actor, version=version)
    current.save(update_fields=["state"])
    queue_mails([current.pk], now=now)
    record(current, "notice.released", actor=actor, audience=STAFF, facts={"step": current.step_id})
    current.refresh_from_db()
    return current
