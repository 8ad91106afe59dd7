"""Pages beside a received contribution in the workbench: its versions, its files, a copy to read, translations."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation.actors import Actor, actor_on
from foundation.admin import WorkbenchAdmin
from foundation.exports.files import attachment as as_attachment
from foundation.exports.pdf import PaperNotSetError
from reports.models import Attachment, Contribution
from reports.papers.copies import KINDS, copy_of
from reports.papers.refused import NotSetError
from reports.permissions.translations import can_translate
from reports.selectors.contributions import latest_snapshot
from reports.selectors.translating import answer_sent
from reports.selectors.versions import read_version
from reports.translating import Translating, translate

NAME = "reports_contribution_"


def translating(contribution: Contribution, number: int, actor: Actor) -> Translating | None:
    """Where an officer translates the answers of a submission; None where the officer may not."""
    if not can_translate(actor, contribution):
        return None
    latest = latest_snapshot(contribution)
    address = reverse(f"admin:{NAME}version", args=[contribution.pk, number])
    return Translating(f"{address}answers/", is_latest=latest is not None and latest.number == number)


class ContributionPages(WorkbenchAdmin):
    """Each behind the door of the contribution itself."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Contribution | None:
        """With its reader, on whom depends what stands beneath the words."""
        found: Any = super().get_object(request, object_id, from_field)
        if found is not None:
            found.reader = actor_on(request)
        return found

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses and these."""
        version, inside = "<int:object_id>/versions/<int:number>/", self.admin_site.admin_view
        return [
            path("<int:object_id>/files/<uuid:attachment>/", inside(self.file_view), name=f"{NAME}file"),
            path(version, inside(self.version_view), name=f"{NAME}version"),
            path(f"{version}copy.<slug:kind>", inside(self.copy_view), name=f"{NAME}copy"),
            path(f"{version}answers/<int:place>/", inside(self.translate_view), name=f"{NAME}translate"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def version_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """One version as it was submitted, and what changed from the one before."""
        contribution = get_object_or_404(self.get_queryset(request), pk=object_id)
        read = read_version(contribution, number, actor=actor_on(request))
        if read is None:
            raise Http404
        context = {
            **self._around(request, contribution, _("Submission %(number)s") % {"number": number}),
            "version": read,
            "translating": translating(contribution, number, actor_on(request)),
        }
        return TemplateResponse(request, "admin/reports/contribution/version.html", context)

    @method_decorator(require_safe)
    def copy_view(self, request: HttpRequest, object_id: int, number: int, kind: str) -> HttpResponse:
        """The same as a file to read, in the reader's language, with what is translated into it."""
        contribution = get_object_or_404(self.get_queryset(request), pk=object_id)
        paper = copy_of(contribution, number, actor=actor_on(request))
        if paper is None or kind not in KINDS:
            raise Http404
        media_type, write = KINDS[kind]
        try:
            content = write(paper)
        except PaperNotSetError:
            self.message_user(request, str(NotSetError()), level="error")
            return redirect(f"admin:{NAME}version", contribution.pk, number)
        return as_attachment(content, name=f"{paper.title} {contribution.party.name}.{kind}", media_type=media_type)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def translate_view(self, request: HttpRequest, object_id: int, number: int, place: int) -> HttpResponse:
        """An officer translates an answer; the participant reads it on its own page."""
        contribution = get_object_or_404(self.get_queryset(request), pk=object_id)
        authentic = answer_sent(contribution, number, place)
        if authentic is None:
            raise Http404
        if not can_translate(actor_on(request), contribution):
            raise PermissionDenied
        shown = translate(request, contribution, authentic)
        back = reverse(f"admin:{NAME}version", args=[contribution.pk, number]) + f"#answer-{place}"
        if shown is None:
            return redirect(back)
        context = {**self._around(request, contribution, _("Translate an answer")), **shown.context, "back_url": back}
        return TemplateResponse(request, "admin/reports/contribution/translate.html", context, status=shown.status)

    @method_decorator(require_safe)
    def file_view(self, request: HttpRequest, object_id: int, attachment: UUID) -> HttpResponse:
        """A submitted file, read under the staff hat."""
        seen = Attachment.objects.visible_to(actor_on(request)).filter(contribution=object_id, revision__isnull=False)
        file = get_object_or_404(seen.select_related("revision"), uuid=attachment)
        content = bytes(file.revision.content) if file.revision else b""
        return as_attachment(content, name=file.file_name, media_type=file.media_type)

    def _around(self, request: HttpRequest, contribution: Contribution, title: str) -> dict[str, object]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": contribution,
            "contribution": contribution,
        }
