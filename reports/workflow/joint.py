"""The workflow of a participant that is named in another one's contribution."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from reports.enums import JointState as S
from reports.models import JointName
from reports.permissions.joint import can_answer, can_take_out, is_the_system

JOINT = Workflow(
    initial={S.NAMED},
    name_again=Transition({S.TAKEN_OUT}, S.NAMED, allowed=can_take_out, label=_("Name again")),
    ask=Transition({S.NAMED, S.ASKED, S.CONFIRMED, S.DECLINED}, S.ASKED, allowed=is_the_system, label=_("Ask")),
    confirm=Transition({S.ASKED, S.DECLINED}, S.CONFIRMED, allowed=can_answer, label=_("Confirm")),
    decline=Transition({S.ASKED, S.CONFIRMED}, S.DECLINED, allowed=can_answer, label=_("Decline")),
    lapse=Transition({S.ASKED, S.CONFIRMED, S.DECLINED}, S.NAMED, allowed=is_the_system, label=_("Lapse")),
    take_out=Transition(
        {S.NAMED, S.ASKED, S.CONFIRMED, S.DECLINED}, S.TAKEN_OUT, allowed=can_take_out, label=_("Take out")
    ),
)
JOINT.guard(JointName)
