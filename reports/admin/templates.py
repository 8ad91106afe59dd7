"""Templates of questions in the workbench."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.admin import WorkbenchAdmin
from foundation.localized import LANGUAGES
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from reports.forms.answers import preview_form
from reports.models import Template, TemplateQuestion, TemplateSection
from reports.permissions.rounds import can_make_edition, can_prepare_round, can_write_template
from reports.services import templates

TITLES = ("title_en", "title_fr", "title_ar")


class SectionInline(WorkbenchInline):
    """The sections; their questions stand on the section's own page."""

    model = TemplateSection
    seen_by_all_staff = True
    fields = ("code", "position", *TITLES, "per_activity", "for_supporting")
    show_change_link = True
    can_delete = True


@admin.register(Template)
class TemplateAdmin(WorkbenchAdmin):
    """An edition in use is read; its next edition is written."""

    seen_by_all_staff = True
    list_display = ("title", "code", "edition", "audience", "is_illustrative", "is_frozen")
    list_filter = ("audience", "is_frozen")
    search_fields = ("code", *TITLES)
    change_form_template = "admin/reports/template/change_form.html"
    readonly_fields = ("is_frozen",)
    inlines = (SectionInline,)
    save_service = staticmethod(templates.save_template)
    may_add = staticmethod(can_prepare_round)
    may_change = staticmethod(can_write_template)
    steps = {
        "next_edition": Step(
            templates.make_next_edition,
            confirm=_("A copy is made that can be changed. The present edition stays as it is."),
            allowed=can_make_edition,
            label=_("Make the next edition"),
            done=_("The next edition was made: it stands in the list of templates."),
        )
    }

    def get_urls(self) -> list[URLPattern]:
        """And the preview."""
        view = self.admin_site.admin_view(self.preview)
        return [path("<path:object_id>/preview/", view, name="reports_template_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form as a participant sees it, in the language asked for; nothing in it can be typed or sent."""
        template = self.get_object(request, object_id)
        if template is None or request.method not in {"GET", "HEAD"}:
            raise Http404
        wanted = request.GET.get("language")
        language = wanted if wanted in LANGUAGES else (get_language() or LANGUAGES[0])
        context = {
            **self.admin_site.each_context(request),
            "title": _("As a participant sees it"),
            "opts": self.opts,
            "original": template,
            "languages": LANGUAGES,
            "language": language,
            "words": _words(template, language),
        }
        return TemplateResponse(request, "admin/reports/template/preview.html", context)


def _words(template: Template, language: str) -> SafeString:
    with override(language):
        form = preview_form(template)
        return render_to_string("admin/reports/template/words.html", {"sections": form.sections()})


class QuestionInline(WorkbenchInline):
    """The questions of a section."""

    model = TemplateQuestion
    seen_by_all_staff = True
    template = "admin/workbench/entries.html"
    fields = (
        ("code", "position", "kind", "is_required"),
        "text_en",
        "text_fr",
        "text_ar",
        "help_en",
        "help_fr",
        "help_ar",
    )
    can_delete = True


def can_write_section(actor: Actor, section: TemplateSection) -> bool:
    """As its template."""
    return can_write_template(actor, section.template)


@admin.register(TemplateSection)
class SectionAdmin(WorkbenchAdmin):
    """A section with its questions, reached from its template."""

    seen_by_all_staff = True
    list_display = ("title", "template", "position")
    list_select_related = ("template",)
    fields = (
        "template",
        "code",
        "position",
        *TITLES,
        "help_en",
        "help_fr",
        "help_ar",
        "per_activity",
        "for_supporting",
    )
    readonly_fields = ("template",)
    inlines = (QuestionInline,)
    save_service = staticmethod(templates.save_section)
    may_change = staticmethod(can_write_section)

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Not on the index."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the template, which says whether it may be written."""
        return super().get_queryset(request).select_related("template")
