"""Tells those of whom something is asked in a round that closes that it is not asked any more."""

from datetime import datetime
from uuid import UUID

from foundation.outbox.models import Message
from foundation.outbox.services import enqueue
from parties.selectors import is_submitting_for, submitting_for
from reports.closing_mail import mail_on_lapse
from reports.models import Contribution, Round
from reports.selectors.obligations import asked_of_in


def tell_of_lapse(round_: Round, *, now: datetime) -> None:
    """A mail to each person who submits for a participant that reminders were for. The caller closes the round."""
    for contribution in asked_of_in(round_).select_related("party", "round"):
        readers = submitting_for(contribution.party_id, contribution.authority_id, now=now)
        enqueue(*(mail_on_lapse(contribution, reader) for reader in readers))


def is_still_told(message: Message, *, now: datetime) -> bool:
    """Asked just before the mail leaves: whoever has left the office since is not told."""
    _kind, uuid, user = message.dedupe_key.split(":")
    contribution = Contribution.objects.filter(uuid=UUID(uuid)).first()
    if contribution is None:
        return False
    return is_submitting_for(contribution.party_id, contribution.authority_id, user=UUID(user), now=now)
