"""Silence procedures in the workbench: prepared, begun, closed, and declared by the Chair, who sees the standing."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.admin import WorkbenchAdmin
from foundation.clocks import own_zone
from foundation.localized import language_order
from foundation.steps import Step
from foundation.wording import listed, on_both_clocks
from meetings import permissions
from meetings.admin.read_rows import ReadInline
from meetings.enums import SilenceState
from meetings.forms import silence as forms
from meetings.models import SilenceAddressee, SilenceBreak, SilenceProcedure
from meetings.selectors import standing
from meetings.services import silence
from meetings.workflow import SILENCE


class AddresseeInline(ReadInline):
    """Who is asked, fixed at the beginning."""

    model = SilenceAddressee
    fields = ("party", "reach")
    show_change_link = False


class BreakInline(ReadInline):
    """What was received."""

    model = SilenceBreak
    fields = ("party", "kind", "received_at", "letter_number", "text")
    show_change_link = False


@admin.register(SilenceProcedure)
class SilenceProcedureAdmin(WorkbenchAdmin):
    """Nothing is adopted by the clock: the Chair declares the outcome."""

    list_display = ("title", "state", "authorised_by", "begins_at", "closes", "declared_at")
    list_filter = ("state",)
    list_select_related = ("authorised_by",)
    search_fields = ("title_en", "title_fr", "title_ar")
    readonly_fields = (
        "standing",
        "term",
        "begins_at",
        "closes",
        "declared_at",
        "letter_number",
        "reported_to",
    )
    exclude = ("closes_at", "closes_zone")
    inlines = (BreakInline, AddresseeInline)
    workflow = SILENCE
    save_service = staticmethod(silence.save_silence)
    may_add = staticmethod(permissions.can_prepare_silence)
    may_change = staticmethod(permissions.can_prepare_silence)
    steps = {
        "begin": Step(
            silence.begin_silence,
            form=forms.BeginForm,
            confirm=_("Who is asked is fixed now. The text must be out in every language required."),
        ),
        "enter_break": Step(
            silence.enter_break,
            form=forms.BreakForm,
            allowed=permissions.can_enter_break,
            label=_("Enter an objection or an amendment"),
            done=_("The objection or amendment was entered."),
        ),
        "correct_reach": Step(
            silence.correct_reach,
            form=forms.ReachForm,
            allowed=permissions.can_correct_reach,
            label=_("Say who was not reached"),
            done=_("Who was not reached was noted."),
        ),
        "close": Step(silence.close_silence, confirm=_("Nothing is adopted by this: the Chair declares the outcome.")),
        "declare": Step(
            silence.declare_concluded,
            form=forms.DeclareForm,
            confirm=_("Look at the standing first: who was not reached, who is on hold. What hangs on it follows."),
        ),
        "withdraw": Step(silence.withdraw_silence, confirm=_("Nothing will follow from this procedure.")),
        "report": Step(
            silence.report_silence,
            form=forms.ReportForm,
            allowed=permissions.can_report_silence,
            label=_("Note that it was reported to a meeting"),
            done=_("It was noted to which meeting the procedure was reported."),
        ),
    }

    @admin.display(description=_("closes"), ordering="closes_at")
    def closes(self, procedure: Any) -> str | None:
        """On the reader's clock, and on that of the zone in which the end was announced."""
        if procedure.closes_at is None:
            return None
        return on_both_clocks(procedure.closes_at, procedure.closes_zone, own_zone())

    @admin.display(description=_("Standing"))
    def standing(self, procedure: Any) -> SafeString:
        """What the Chair looks at before declaring."""
        if procedure.pk is None or procedure.state == SilenceState.PREPARING:
            return format_html_join("", "{}", [("–",)])
        seen = standing(procedure, language_order()[0])
        lines = [
            gettext("%(number)d participants asked.") % {"number": seen.asked},
            gettext("Received in time: %(who)s.") % {"who": _names(seen.in_time)}
            if seen.in_time
            else gettext("No objection recorded."),
            gettext("Received after the end: %(who)s.") % {"who": _names(seen.afterwards)} if seen.afterwards else "",
            gettext("Never reached: %(who)s.") % {"who": _names(seen.not_reached)} if seen.not_reached else "",
            gettext("On hold: %(who)s.") % {"who": _names(seen.on_hold)} if seen.on_hold else "",
        ]
        return format_html_join("", "<p>{}</p>", [(line,) for line in lines if line])


def _names(rows: Any) -> str:
    return listed(row.party for row in rows)
