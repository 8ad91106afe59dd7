"""How the tests of the workbench of reports reach its pages, and what they read there."""

from django.urls import reverse

from reports.models import ConsolidatedReport, Round
from tests.factories.meetings import verb


def change(report):
    return reverse("admin:reports_consolidatedreport_change", args=[report.pk])


def seen(report):
    """The version that its reader has in front of them."""
    return {"seen_version": ConsolidatedReport.objects.get(pk=report.pk).version}


def step(report, name):
    return reverse("admin:reports_consolidatedreport_step", args=[report.pk, name])


def what_was_done(meeting, verb_code="endorsed", **given):
    values = {"number": "7", "decided_on": "2026-03-10", "text_en": "So decided.", **given}
    return {"meeting": meeting.pk, "verb": verb(verb_code).pk, **values}


def of_meetings(page):
    field = page.context["form"].fields["meeting"]
    return list(field.queryset), field.initial, str(field.help_text)


def round_foresees(report, **given):
    Round.objects.filter(pk=report.round_id).update(**given)


def warnings_of(page):
    return [str(said) for said in page.context["warnings"]]
