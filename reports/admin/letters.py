"""Letters in the workbench: read as they came, and their passages arranged under the questions of the round."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.exports.files import attachment as as_attachment
from foundation.rows import WorkbenchInline
from foundation.wording import langname
from reports.forms.letters import PassageForm
from reports.models import Letter, Passage
from reports.permissions.letters import can_arrange
from reports.selectors.letters import activities_for, letter_of, questions_for
from reports.services.letters import arrange_passages


class PassageInline(WorkbenchInline):
    """Words that wait for the participant; those it has confirmed are only read."""

    model = Passage
    template = "admin/workbench/entries.html"
    form = PassageForm
    fields = ("question", "activity", "text", "page")
    can_delete = True
    extra = 1

    def get_queryset(self, request: HttpRequest) -> Any:
        """Not those that are confirmed."""
        return super().get_queryset(request).filter(confirmed_at=None).select_related("question", "activity")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """For the questions that this participant is asked."""
        request.letter = obj  # type: ignore[attr-defined]  # -- read below
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer what is asked in words, and the activities it is asked about."""
        letter: Letter | None = getattr(request, "letter", None)
        offered = {"question": questions_for, "activity": activities_for}
        if letter is not None and db_field.name in offered:
            kwargs["queryset"] = offered[db_field.name](letter.contribution)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Letter)
class LetterAdmin(WorkbenchAdmin):
    """A letter that came in place of a contribution."""

    list_display = ("participant", "round", "kind", "number", "dated", "received_at")
    search_fields = ("sender", "number", "contribution__party__name_en", "contribution__party__name_fr")
    list_filter = ("contribution__round", "kind")
    fields = ("participant", "round", "sent", "kind", "sender", "number", "dated", "received_at", "written_in", "words")
    readonly_fields = fields
    inlines = (PassageInline,)
    save_service = staticmethod(arrange_passages)
    may_change = staticmethod(can_arrange)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With its participant, without the bytes."""
        named = ("contribution__party", "contribution__round", "contribution__authority", "revision")
        return super().get_queryset(request).select_related(*named).defer("revision__content")

    @admin.display(description=_("participant"))
    def participant(self, letter: Letter) -> str:
        """Whose it is."""
        authority = letter.contribution.authority
        return f"{letter.contribution.party} – {authority}" if authority else str(letter.contribution.party)

    @admin.display(description=_("round"))
    def round(self, letter: Letter) -> str:
        """In which round."""
        return str(letter.contribution.round)

    @admin.display(description=_("language"))
    def written_in(self, letter: Letter) -> str:
        """By its name."""
        return langname(letter.language)

    @admin.display(description=_("file"))
    def sent(self, letter: Letter) -> SafeString:
        """The authentic text, and its SHA-256."""
        return render_to_string("admin/reports/letter/file.html", {"letter": letter})

    @admin.display(description=_("confirmed by the participant"))
    def words(self, letter: Letter) -> SafeString:
        """What is the participant's own by now."""
        read = letter_of(letter.contribution)
        passages = [one for one in read.passages if one.confirmed_at] if read else []
        return render_to_string("reports/passages.html", {"passages": passages, "letter": letter})

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses and that of the file."""
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:object_id>/file/", view, name="reports_letter_file"), *super().get_urls()]

    @method_decorator(require_safe)
    def file_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The letter itself, read under the staff hat."""
        seen = Letter.objects.visible_to(actor_on(request)).select_related("revision")
        letter = get_object_or_404(seen, pk=object_id)
        content = bytes(letter.revision.content)
        return as_attachment(content, name=letter.file_name, media_type=letter.revision.media_type)
