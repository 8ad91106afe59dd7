"""The systems that hold activities of their own, in the workbench, and the tables that are uploaded for them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplan import models, permissions
from actionplan.forms import UploadForm
from actionplan.services import proposals
from foundation.admin import WorkbenchAdmin
from foundation.steps import Step


@admin.register(models.SourceSystem)
class SourceSystemAdmin(WorkbenchAdmin):
    """The systems that hold activities of their own, and who speaks for each."""

    list_display = ("code", "name", "client")
    list_select_related = ("client",)
    search_fields = ("code", "name")
    save_service = staticmethod(proposals.save_source)
    may_add = staticmethod(permissions.can_keep_sources)
    may_change = staticmethod(permissions.can_keep_sources)
    steps = {
        "upload": Step(
            proposals.upload_proposals,
            form=UploadForm,
            allowed=permissions.can_keep_sources,
            label=_("Upload a table"),
        )
    }
