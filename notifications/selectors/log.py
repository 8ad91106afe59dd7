"""The log of reminders for those who got them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from foundation.actors import Actor
from foundation.errors import Sentence
from foundation.reference import by_code
from notifications.enums import Channel
from notifications.links import digests_link
from notifications.models import Notice
from notifications.models.notices import IN_A_MAIL
from notifications.registry import address_of, label_of
from parties.models import Office

LONGEST = 200
"""Rows of the log: the newest."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A notice with the words that its reader knows; `stop` is the address at which digests end, for digests."""

    notice: Notice
    request: Sentence
    office: object
    address: str
    stop: str = ""


def reminders_of(actor: Actor) -> list[Reminder]:
    """What reached the people of the actor's participant, or is on its way to them."""
    rows = _with_words(Notice.objects.visible_to(actor))
    offices = by_code(Office)
    return [_reminder(notice, offices) for notice in rows.order_by("-made_at", "-pk")[:LONGEST]]


def reminders_by_the_mail_of(user_id: int, uuid: UUID) -> list[Reminder]:
    """A notice that this person was sent, with all that came by its mail, in its order; nobody else's."""
    notice = Notice.objects.filter(recipient=user_id, uuid=uuid).first()
    if notice is None:
        return []
    alone = Q(pk=notice.pk)
    together = Q(message=notice.message_id, recipient=user_id)
    rows = _with_words(Notice.objects.filter(alone if notice.message_id is None else alone | together))
    offices = by_code(Office)
    return [_reminder(one, offices, stops=True) for one in rows.order_by(*IN_A_MAIL)]


def _with_words(rows: "QuerySet[Notice]") -> "QuerySet[Notice]":
    return rows.select_related("obligation__party", "step__ladder", "recipient", "message")


def _reminder(notice: Notice, offices: dict[str, Office], *, stops: bool = False) -> Reminder:
    request = notice.obligation
    is_digest = notice.step.channel == Channel.DIGEST or bool(notice.message and notice.message.headers)
    return Reminder(
        notice,
        label_of(request.kind, str(notice.step.ladder.name)),
        offices.get(notice.office, notice.office),
        address_of(request.kind, request.subject_uuid),
        digests_link(notice.recipient) if stops and is_digest else "",
    )
