"""What meetings did with consolidated reports, in the workbench: read here, recorded by the steps of the report."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from documents.models import Revision
from foundation.admin import WorkbenchAdmin
from foundation.rows import WorkbenchInline
from reports.forms.consolidated import EndorsementForm, ReviewForm
from reports.models import Amendment, Confirmation, Endorsement, Reservation, Review

RECORDED = ("report", "meeting", "verb", "decision", "recorded_at", "instruction", "text_hash")


class ReservationInline(WorkbenchInline):
    """Reservations, in the speaker's words."""

    model = Reservation
    fields = ("party", "text", "kind", "paragraph", "language")


class AmendmentInline(WorkbenchInline):
    """Amendments against their paragraphs."""

    model = Amendment
    fields = ("paragraph", "before_en", "after_en", "before_fr", "after_fr", "before_ar", "after_ar")


class ConfirmationInline(WorkbenchInline):
    """Who confirms an endorsement ad referendum."""

    model = Confirmation
    fields = ("party", "confirmed_on", "letter_number")


class EndorsingVerbs(admin.RelatedFieldListFilter):
    """The verbs in which senior officials act on a report, of all that meetings use."""

    limit = EndorsementForm.verbs

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """By key, in the words that meetings use."""
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=self.limit)


class ReviewingVerbs(EndorsingVerbs):
    """Those in which ministers do."""

    limit = ReviewForm.verbs


class RecordedAdmin(WorkbenchAdmin):
    """The record of what a meeting did: read here, made by the report's steps."""

    list_display = ("report", "meeting", "verb", "recorded_at", "instruction")
    list_select_related = ("report", "meeting", "verb")

    @admin.display(description=_("recorded by"))
    def instruction(self, act: Endorsement | Review) -> str:
        """Who recorded it, in words: no mark stands for good or bad."""
        return str(_("the Secretariat, on the Chair's instruction") if act.on_instruction else _("the Presidency"))

    @admin.display(description=_("text before the meeting"))
    def text_hash(self, act: Endorsement | Review) -> str:
        return hash_of(act.revision)


@admin.register(Endorsement)
class EndorsementAdmin(RecordedAdmin):
    """What senior officials did."""

    list_filter = (("verb", EndorsingVerbs),)
    fields = (*RECORDED, "confirm_by", "confirmed_at")
    readonly_fields = fields
    inlines = (ReservationInline, AmendmentInline, ConfirmationInline)


@admin.register(Review)
class ReviewAdmin(RecordedAdmin):
    """What ministers did."""

    list_filter = (("verb", ReviewingVerbs),)
    fields = RECORDED
    readonly_fields = fields


def hash_of(revision: Revision | None) -> SafeString | str:
    """The SHA-256 of an issued text, left to right in every language."""
    return format_html('<code dir="ltr">{}</code>', revision.sha256) if revision is not None else "–"
