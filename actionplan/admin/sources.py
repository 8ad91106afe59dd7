"""The systems that hold activities of their own, in the workbench, and the tables that are uploaded for them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from actionplan import models, permissions
from actionplan.admin.example_table import NAME, WRITERS
from actionplan.forms.uploads import TABLES, SourceForm, UploadForm
from actionplan.selectors.table import in_words, known_codes
from actionplan.services.proposals import CHANGED, CREATED, UNCHANGED, Received, save_source
from actionplan.services.uploads import upload_proposals
from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.exports.files import attachment
from foundation.steps import Step
from foundation.wording import localnumber

RECEIVED = _(
    "The table was received. New: %(created)s. Said otherwise than before: %(changed)s. Said as before: %(unchanged)s."
    " Nothing in the plan changes until a proposal is taken up."
)


@admin.register(models.SourceSystem)
class SourceSystemAdmin(WorkbenchAdmin):
    """The systems that hold activities of their own, and who speaks for each."""

    form = SourceForm
    list_display = ("code", "name", "client")
    list_select_related = ("client",)
    search_fields = ("code", "name")
    save_service = staticmethod(save_source)
    may_add = staticmethod(permissions.can_keep_sources)
    may_change = staticmethod(permissions.can_keep_sources)
    when_empty = {
        "title": _("No source has been entered yet."),
        "text": _(
            "A source is a system or a list outside the Process that holds activities of its own: a project database of"
            " a partner, a table of a Presidency. Enter it first; then upload its table here, or name the partner"
            " system that sends it."
        ),
    }
    steps = {
        "upload": Step(
            upload_proposals,
            form=UploadForm,
            allowed=permissions.can_keep_sources,
            label=_("Upload a table"),
        )
    }

    def shown_after(self, request: HttpRequest, obj: Any, step: str, made: Sequence[Received]) -> HttpResponse:  # noqa: ARG002 -- there is one step
        """The proposals of this source, which wait for an answer."""
        counted = Counter(one.outcome for one in made)
        told = {outcome: localnumber(counted[outcome]) for outcome in (CREATED, CHANGED, UNCHANGED)}
        messages.success(request, RECEIVED % told)
        listed = reverse(f"{self.admin_site.name}:actionplan_activityproposal_changelist")
        return HttpResponseRedirect(f"{listed}?{urlencode({'source__id__exact': obj.pk})}")

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses and that of the table to fill in."""
        view = self.admin_site.admin_view(self.example_view)
        return [path("example/<slug:ending>/", view, name="actionplan_sourcesystem_example"), *super().get_urls()]

    @method_decorator(require_safe)
    def example_view(self, request: HttpRequest, ending: str) -> HttpResponse:
        """A table with the columns and one example, in the codes that are known here."""
        kind = next((kind for kind in TABLES if kind.extension == ending), None)
        if kind is None or not self.has_view_permission(request):
            raise Http404
        known = known_codes(actor_on(request))
        content = WRITERS[ending](in_words(actor_on(request), known), known, timezone.now())
        return attachment(content, name=f"{NAME}.{ending}", media_type=kind.media_type)
