"""Before a report is tabled: comments closed early, and comments that were taken up without a change of the text."""

from datetime import timedelta

import pytest
from django.urls import reverse

from foundation.related import Related
from reports.models import ConsolidatedReport, ReportParagraph
from reports.services.consolidated import close_comments, save_paragraph, save_report
from tests.factories.parties import person
from tests.factories.reports_comments import circulated, commented, open_today, settled
from tests.factories.reports_consolidated import NOW, chair
from tests.reports.desk import step

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def test_form_says_that_a_comment_may_be_taken_up_without_a_word(officer):
    comment = commented(circulated())
    words = [
        officer.get(reverse("admin:reports_comment_step", args=[comment.pk, name])).content.decode()
        for name in ("take_up", "take_up_in_part", "do_not_take_up")
    ]

    assert ["Optional: the text of the report shows it." in page for page in words] == [True, False, False]
    assert ['class="required" for="id_disposition"' in page for page in words] == [False, True, True]


def test_comments_closed_early_are_said_to_be(officer):
    early, over = open_today(), circulated(until=NOW + timedelta(days=1))

    told, not_told = (officer.get(step(one, "close_comments")).content.decode() for one in (early, over))

    for said in (told, not_told):
        assert "No more comments will be awaited." in said
    assert "The date that participants were given is still ahead" in told
    assert "still ahead" not in not_told


def commented_on(*paragraphs, state="taken_up"):
    """A circulated report on which comments were dealt with, ready to be tabled."""
    report = circulated()
    for number in paragraphs:
        settled(state, comment=commented(report, paragraph=number))
    return close_comments(ConsolidatedReport.objects.get(pk=report.pk), actor=chair(), version=None, now=NOW)


@pytest.mark.parametrize(
    ("paragraphs", "state", "said"),
    [
        ((2,), "taken_up", "taken up on paragraph 2, whose text is the same as in the circulated draft."),
        ((1, 3), "taken_up_in_part", "taken up on paragraphs 1 and 3, whose text is the same"),
        ((2,), "not_taken_up", ""),
        ((None,), "taken_up", "on the whole report, whose text is the same as in the circulated draft."),
        ((None,), "not_taken_up", ""),
    ],
)
def test_table_names_the_paragraphs_whose_comments_were_taken_up_in_vain(paragraphs, state, said, officer):
    report = commented_on(*paragraphs, state=state)

    page = officer.get(step(report, "table")).content.decode()

    assert "The text is issued and fixed" in page
    assert (said in page) if said else "Comments were taken up" not in page


@pytest.mark.parametrize("changed", ["text_en", "text_fr", "heading_ar"])
def test_paragraph_changed_in_any_language_is_not_named(changed, officer):
    report = commented_on(1, 2)
    paragraph = report.paragraphs.get(number=2)
    setattr(paragraph, changed, "As it was agreed.")
    paragraph.still_right = ["fr", "ar"]
    save_paragraph(paragraph, actor=chair(), version=None)

    page = officer.get(step(report, "table")).content.decode()

    assert "taken up on paragraph 1, whose" in page


def retitled(report):
    changed = set_to(report, title_fr="Le rapport tel que convenu")
    save_report(changed, actor=chair(), version=None, creating=False, related=Related())


def reworded(report):
    save_paragraph(set_to(report.paragraphs.get(number=3), text_ar="كما اتفق عليه."), actor=chair(), version=None)


def added_to(report):
    more = {f"text_{language}": "Added." for language in ("en", "fr", "ar")}
    save_paragraph(ReportParagraph(report=report, number=4, **more), actor=chair(), version=None)


def set_to(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("change", [retitled, reworded, added_to])
def test_whole_report_is_not_named_once_anything_of_it_changed(change, officer):
    report = commented_on(None, 1)

    change(report)

    page = officer.get(step(report, "table")).content.decode()
    assert "taken up on paragraph 1, whose" in page
    assert "on the whole report" not in page
