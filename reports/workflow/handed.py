"""The workflow of a section that is handed over."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from reports.enums import HandedState as S
from reports.models import HandedSection
from reports.permissions.handed import can_finish, can_take_back

HANDED = Workflow(
    initial={S.HANDED},
    finish=Transition({S.HANDED}, S.FINISHED, allowed=can_finish, label=_("Mark as finished")),
    go_on=Transition({S.FINISHED}, S.HANDED, allowed=can_finish, label=_("Not finished after all")),
    take_back=Transition({S.HANDED, S.FINISHED}, S.CLOSED, allowed=can_take_back, label=_("Take back")),
)
HANDED.guard(HandedSection)
