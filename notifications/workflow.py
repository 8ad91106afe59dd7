"""What may become of a notice."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from notifications.enums import NoticeState as N
from notifications.models import Notice
from notifications.permissions import can_send, is_keeper

NOTICE = Workflow(
    initial={N.PREPARED, N.QUEUED, N.SHOWN, N.SUPERSEDED},
    send=Transition(
        {N.PREPARED}, N.QUEUED, allowed=can_send, label=_("Send"), done=_("The notice was handed over to be sent.")
    ),
    mark_sent=Transition({N.QUEUED}, N.SENT, allowed=is_keeper, label=N.SENT.label),
    withdraw=Transition({N.PREPARED, N.QUEUED}, N.WITHDRAWN, allowed=is_keeper, label=N.WITHDRAWN.label),
)
NOTICE.guard(Notice)
