"""Documents in the workbench: read, downloaded and classified; issuing is done where a paper is made."""

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from documents.forms import ClassifyForm, PlanReleaseForm
from documents.models import Document, Expression, Revision
from documents.permissions import can_classify
from documents.services import classify, plan_release
from foundation.admin import WorkbenchAdmin
from foundation.rows import WorkbenchInline
from foundation.steps import Step


class ExpressionInline(WorkbenchInline):
    """The work in each language, with links to what was issued."""

    model = Expression
    fields = ("language", "state", "is_stale", "files")
    readonly_fields = ("files",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Expression]:
        """With the issued files, without their bytes."""
        issued = Revision.objects.without_content()
        return super().get_queryset(request).prefetch_related(Prefetch("revisions", issued))

    @admin.display(description=_("issued files"))
    def files(self, expression: Expression) -> SafeString:
        """One link for each file, with the first figures of its hash."""
        if expression.pk is None:
            return SafeString("")
        rows = (
            (reverse("documents:revision", args=[file.uuid]), file.get_kind_display(), file.number, file.sha256[:12])
            for file in expression.revisions.all()
        )
        links = format_html_join("", '<li><a href="{}">{} {}</a> <code>{}</code></li>', rows)
        return format_html("<ul>{}</ul>", links)


@admin.register(Document)
class DocumentAdmin(WorkbenchAdmin):
    """Works that have an address of their own; what an owner serves is not shown here."""

    list_display = ("title", "symbol", "classification", "authentic_language", "release_on", "created_at")
    list_filter = ("classification", "authentic_language")
    search_fields = ("title_en", "title_fr", "title_ar", "symbol")
    inlines = (ExpressionInline,)
    steps = {
        "plan_release": Step(
            plan_release,
            form=PlanReleaseForm,
            allowed=can_classify,
            label=_("Plan its release"),
            done=_("The release of the document was planned."),
        ),
        "classify": Step(
            classify,
            form=ClassifyForm,
            allowed=can_classify,
            label=_("Change who may read it"),
            done=_("Who may read the document was changed."),
        ),
    }
