"""How far a message may come, and from where."""

from django.utils.translation import gettext_lazy as _

from foundation.outbox.enums import State as S  # noqa: N817 -- the table reads better
from foundation.outbox.models import Message
from foundation.outbox.permissions import can_send_again, is_sender
from foundation.workflow import Transition, Workflow

MESSAGE = Workflow(
    initial={S.QUEUED},
    lease=Transition({S.QUEUED}, S.LEASED, allowed=is_sender, label=S.LEASED.label),
    mark_sent=Transition({S.LEASED}, S.SENT, allowed=is_sender, label=S.SENT.label),
    postpone=Transition({S.LEASED}, S.QUEUED, allowed=is_sender, label=S.QUEUED.label),
    give_up=Transition({S.LEASED}, S.FAILED, allowed=is_sender, label=S.FAILED.label),
    set_aside=Transition({S.LEASED}, S.QUARANTINED, allowed=is_sender, label=S.QUARANTINED.label),
    cancel=Transition({S.QUEUED, S.LEASED}, S.CANCELLED, allowed=is_sender, label=S.CANCELLED.label),
    send_again=Transition(
        {S.FAILED, S.QUARANTINED},
        S.QUEUED,
        allowed=can_send_again,
        label=_("Send again"),
        done=_("The message was queued once more."),
    ),
)
MESSAGE.guard(Message)
