"""What meetings did with consolidated reports, in the workbench: read here, recorded by the steps of the report."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from documents.models import Revision
from foundation.admin import WorkbenchAdmin
from foundation.rows import WorkbenchInline
from reports.models import Amendment, Confirmation, Endorsement, Reservation, Review

RECORDED = ("report", "meeting", "verb", "decision", "recorded_at", "instruction", "text_hash")


class ReservationInline(WorkbenchInline):
    """Reservations, in the speaker's words."""

    model = Reservation
    fields = ("party", "paragraph", "kind", "language", "text")


class AmendmentInline(WorkbenchInline):
    """Amendments against their paragraphs."""

    model = Amendment
    fields = ("paragraph", "before_en", "after_en", "before_fr", "after_fr", "before_ar", "after_ar")


class ConfirmationInline(WorkbenchInline):
    """Who confirms an endorsement ad referendum."""

    model = Confirmation
    fields = ("party", "confirmed_on", "letter_number")


class RecordedAdmin(WorkbenchAdmin):
    """The record of what a meeting did: read here, made by the report's steps."""

    list_display = ("report", "meeting", "verb", "recorded_at", "instruction")
    list_select_related = ("report", "meeting", "verb")
    list_filter = ("verb",)

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

    fields = (*RECORDED, "confirm_by", "confirmed_at")
    readonly_fields = fields
    inlines = (ReservationInline, AmendmentInline, ConfirmationInline)


@admin.register(Review)
class ReviewAdmin(RecordedAdmin):
    """What ministers did."""

    fields = RECORDED
    readonly_fields = fields


def hash_of(revision: Revision | None) -> SafeString | str:
    """The SHA-256 of an issued text, left to right in every language."""
    return format_html('<code dir="ltr">{}</code>', revision.sha256) if revision is not None else "–"
