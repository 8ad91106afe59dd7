"""The rows that the steps of a consolidated report offer: reservations, amendments, follow-ups."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.localized import LANGUAGE_NAMES, LANGUAGES, language_order
from meetings.enums import StatementKind
from meetings.models import FollowUp
from parties.models import Party
from reports.forms.acts import day
from reports.forms.rows import Choices, Rows
from reports.models import ConsolidatedReport, ReportParagraph

LANGUAGE_CHOICES = list(LANGUAGE_NAMES.items())
NOT_ISSUED_THERE = _("Left empty, the amended text is not issued in this language.")
ROWS = 6
"""Rows offered at once; who needs more records them in the meeting's own record of statements."""


def participants() -> "QuerySet[Party]":
    """Participants in the alphabetical order of the reader's language."""
    return Party.objects.current().alphabetical((get_language() or "en")[:2])


def paragraph_texts(label: str, longest: int | None = None) -> dict[str, forms.Field]:
    """A text in each language, of so many characters at most."""
    return {
        code: forms.CharField(
            label=f"{label} ({LANGUAGE_NAMES[code]})",
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": 3, "lang": code, "dir": "rtl" if code == "ar" else "ltr"}),
        )
        for code in LANGUAGES
    }


def paragraphs_of(report: ConsolidatedReport) -> "QuerySet[ReportParagraph]":
    return report.paragraphs.order_by("number")


def reservations_offered(report: ConsolidatedReport) -> Rows:
    parties, paragraphs = Choices(participants()), Choices(paragraphs_of(report))

    def fields() -> dict[str, forms.Field]:
        return {
            "party": parties.field(_("participant")),
            "paragraph": paragraphs.field(_("paragraph")),
            "kind": forms.ChoiceField(
                label=_("kind"), choices=StatementKind.choices, initial=StatementKind.RESERVATION
            ),
            "language": forms.ChoiceField(label=_("language"), choices=LANGUAGE_CHOICES, initial=language_order()[0]),
            "text": forms.CharField(
                label=_("text as it was spoken"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
            ),
        }

    return Rows(
        "reservation", _("Reservations and statements"), ROWS, fields, needed=("party", "kind", "language", "text")
    )


def amendments_offered(report: ConsolidatedReport) -> Rows:
    paragraphs = Choices(paragraphs_of(report))

    def fields() -> dict[str, forms.Field]:
        return {
            "paragraph": paragraphs.field(_("paragraph")),
            **_with_what_follows(paragraph_texts(str(_("amended text"))), report.authentic_language),
        }

    return Rows("amendment", _("Amendments"), ROWS, fields, needed=("paragraph", report.authentic_language))


def _with_what_follows(fields: dict[str, forms.Field], authentic: str) -> dict[str, forms.Field]:
    for code, field in fields.items():
        field.help_text = "" if code == authentic else NOT_ISSUED_THERE
    return fields


def follow_ups_offered(activities: "QuerySet[Activity]") -> Rows:
    parties = Choices(participants())

    def fields() -> dict[str, forms.Field]:
        return {
            **paragraph_texts(str(_("what is to be done")), FollowUp._meta.get_field("title_en").max_length),
            "activities": forms.ModelMultipleChoiceField(activities, label=_("activities")),
            "owner": parties.field(_("owner")),
            "due_on": day(_("due date")),
        }

    return Rows("follow_up", _("Follow-ups"), ROWS, fields, needed=("activities",), texts=LANGUAGES)
