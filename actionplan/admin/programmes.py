"""The programmes of the Presidencies in the workbench."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplan import models, permissions
from actionplan.services import programmes
from actionplan.workflow import PROGRAMME
from foundation.admin import WorkbenchAdmin
from foundation.steps import Step


@admin.register(models.PresidencyProgramme)
class ProgrammeAdmin(WorkbenchAdmin):
    """The programmes of the Presidencies, in time order."""

    workflow = PROGRAMME
    list_display = ("presidency", "state")
    list_select_related = ("presidency",)
    save_service = staticmethod(programmes.save_programme)
    may_add = staticmethod(permissions.can_add_programme)
    may_change = staticmethod(permissions.can_change_programme)
    steps = {
        "consider": Step(programmes.consider_programme),
        "agree": Step(programmes.agree_programme, confirm=_("Everybody will see this programme.")),
        "revise": Step(programmes.revise_programme, confirm=_("The programme becomes a draft again.")),
        "account": Step(programmes.account_for_programme),
    }
