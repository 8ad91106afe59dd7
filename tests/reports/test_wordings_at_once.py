"""A text that is changed in one language at the moment the report is tabled, each on a connection of their own."""

import pytest

from reports.models import ConsolidatedReport, ReportParagraph
from reports.services.consolidated import close_comments, save_paragraph, table
from tests.factories.reports import fresh
from tests.factories.reports_comments import circulated
from tests.factories.reports_consolidated import NOW, chair
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("tabling", [0, 2, 4])
def test_text_changed_in_one_language_while_the_report_is_tabled_is_never_tabled(tabling):
    report, by = close_comments(circulated(), actor=chair(), version=None, now=NOW), chair()

    def act(number):
        if number == tabling:
            return table(fresh(report), actor=by, version=None, now=NOW).state
        paragraph = ReportParagraph.objects.filter(report=report).earliest("number")
        paragraph.text_en = f"Wording {number}."
        return save_paragraph(paragraph, actor=by, version=None).earlier_in

    answers = at_once(5, act)

    stood = ConsolidatedReport.objects.get(pk=report.pk)
    is_changed = ReportParagraph.objects.filter(report=report).exclude(earlier_in=[]).exists()
    assert (stood.state == "tabled") is not is_changed
    assert answers[tabling] == ("tabled" if stood.state == "tabled" else 400)
