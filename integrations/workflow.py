"""How far a webhook may come, and by whom."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from integrations.enums import WebhookState as S
from integrations.models import Webhook
from integrations.permissions import can_keep_webhook, is_the_system

WEBHOOK = Workflow(
    initial={S.ACTIVE},
    pause=Transition(
        {S.ACTIVE}, S.PAUSED, allowed=can_keep_webhook, label=_("Pause"), done=_("The calls were paused.")
    ),
    resume=Transition(
        {S.PAUSED, S.DISABLED}, S.ACTIVE, allowed=can_keep_webhook, label=_("Resume"), done=_("The calls were resumed.")
    ),
    remove=Transition(
        {S.ACTIVE, S.PAUSED, S.DISABLED},
        S.REMOVED,
        allowed=can_keep_webhook,
        label=_("Take it away"),
        done=_("The webhook was taken away."),
    ),
    disable=Transition({S.ACTIVE}, S.DISABLED, allowed=is_the_system, label=_("End after failures")),
)
WEBHOOK.guard(Webhook)
