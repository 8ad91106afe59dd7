"""A report begun and written in the workbench over HTTP: what is offered, refused at its field, kept as typed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from foundation.accounts.models import User
from foundation.errors import BrokenConstraint
from reports.admin.consolidated import NONE_WAITS
from reports.models import ConsolidatedReport
from reports.services.consolidated import save_paragraph
from tests.factories.parties import participant, person
from tests.factories.reports_consolidated import NOW, chair, contribution, drafted, endorsed, round_in, tabled
from tests.posted import of_workbench
from tests.reports.desk import change, seen, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def test_report_is_begun_for_a_round_that_is_being_consolidated(officer):
    round_, _other = round_in(), round_in("open")
    contribution(round_, participant("EG"), progress="Done.")
    page = officer.get(reverse("admin:reports_consolidatedreport_add"))
    assert list(page.context["adminform"].form.fields["round"].queryset) == [round_]

    answer = officer.post(
        reverse("admin:reports_consolidatedreport_add"),
        of_workbench(page) | {"round": round_.pk, "title_en": "Report"},
    )

    assert answer.status_code == 302
    assert ConsolidatedReport.objects.get().sources.count() == 1


def test_page_of_a_new_report_names_the_only_round_and_says_what_may_stay_empty(officer):
    round_ = round_in()

    page = officer.get(reverse("admin:reports_consolidatedreport_add"))

    (rows,) = page.context["inline_admin_formsets"]
    assert page.context["adminform"].form["round"].value() == round_.pk
    assert "Add another paragraph of the report" in rows.inline_formset_data
    assert page.content.decode().count("Optional: a heading") == 6
    round_in()
    page = officer.get(reverse("admin:reports_consolidatedreport_add"))
    assert page.context["adminform"].form["round"].value() is None


def test_page_of_a_new_report_says_why_no_round_can_be_chosen(officer):
    round_in("open")

    page = officer.get(reverse("admin:reports_consolidatedreport_add"))

    assert escape(str(NONE_WAITS)) in page.content.decode()


def test_paragraph_typed_with_a_new_report_is_kept(officer):
    round_, address = round_in(), reverse("admin:reports_consolidatedreport_add")
    typed = {"round": round_.pk, "title_en": "Report", "paragraphs-0-number": 1, "paragraphs-0-text_en": "First words."}

    answer = officer.post(address, of_workbench(officer.get(address)) | typed)

    assert answer.status_code == 302
    assert list(ConsolidatedReport.objects.get().paragraphs.values_list("number", "text_en")) == [(1, "First words.")]


def test_one_empty_paragraph_stands_below_those_that_are_written(officer):
    report = drafted()
    written = report.paragraphs.count()

    (rows,) = officer.get(change(report)).context["inline_admin_formsets"]

    assert (rows.formset.initial_form_count(), rows.formset.total_form_count()) == (written, written + 1)


def test_words_not_to_be_quoted_are_refused_in_a_new_report_too(officer):
    round_, address = round_in(), reverse("admin:reports_consolidatedreport_add")
    secret = "The northern border is hardly watched at night."
    contribution(round_, participant("EG"), needs=secret, uses={"needs": "not_quoted"})
    typed = {"round": round_.pk, "title_en": "Report", "paragraphs-0-number": 1, "paragraphs-0-text_en": secret}

    answer = officer.post(address, of_workbench(officer.get(address)) | typed)

    assert (answer.status_code, ConsolidatedReport.objects.count()) == (400, 0)
    assert secret in answer.content.decode()


def test_new_report_is_authentic_in_the_language_in_which_it_is_begun(officer):
    officer.cookies["django_language"] = "fr"

    page = officer.get(reverse("admin:reports_consolidatedreport_add"))

    assert page.context["adminform"].form["authentic_language"].value() == "fr"


def test_authentic_language_changes_while_the_report_is_drafted(officer):
    report = drafted()

    answer = officer.post(change(report), of_workbench(officer.get(change(report))) | {"authentic_language": "fr"})

    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.authentic_language == "fr"


def test_authentic_language_is_fixed_by_the_circulation(officer):
    report = drafted(paragraphs=1)
    officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2099-01-01T12:00"})
    officer.post(step(report, "close_comments"), seen(report))

    page = officer.get(change(report))

    assert "title_en" in page.context["adminform"].form.fields
    assert "authentic_language" not in page.context["adminform"].form.fields


def test_drafter_reads_which_text_is_wanted_in_which_language(officer):
    report = drafted(paragraphs=1)
    ConsolidatedReport.objects.filter(pk=report.pk).update(authentic_language="fr", title_fr="")
    report.paragraphs.update(text_fr="")

    refused = officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2099-01-01T12:00"})

    assert "Still to be written in French" in refused.content.decode()
    assert "the title; paragraph 1." in refused.content.decode()


def test_comments_are_awaited_on_the_clock_of_whoever_circulates(officer):
    User.objects.update(time_zone="Europe/Paris")
    report = drafted()

    page = officer.get(step(report, "circulate")).content.decode()
    officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2099-01-01T12:00"})

    assert "On the clock of Paris." in page
    report.refresh_from_db()
    assert report.comments_until == datetime(2099, 1, 1, 11, 0, tzinfo=UTC)


def test_drafter_finds_what_may_be_quoted_beside_the_text(officer):
    round_ = round_in()
    contribution(round_, participant("EG"), progress="May be quoted.", needs="Must not.", uses={"needs": "not_quoted"})
    contribution(round_, participant("FR"), progress="Of somebody.", uses={"progress": "unnamed"})

    page = officer.get(change(drafted(round_=round_))).content.decode()

    assert "May be quoted." in page
    assert "Of somebody." in page
    assert "Must not." not in page


def test_paragraphs_are_written_in_the_workbench(officer):
    report = drafted(paragraphs=1)
    page = officer.get(change(report))
    typed = of_workbench(page) | {
        "paragraphs-0-text_en": "Changed.",
        "paragraphs-1-number": 2,
        "paragraphs-1-text_en": "Added.",
    }

    answer = officer.post(change(report), typed)

    assert answer.status_code == 302
    assert list(report.paragraphs.values_list("text_en", flat=True)) == ["Changed.", "Added."]


def test_refused_text_is_kept_and_nothing_is_written(officer):
    round_ = round_in()
    secret = "The northern border is hardly watched at night."
    contribution(round_, participant("EG"), needs=secret, uses={"needs": "not_quoted"})
    report = drafted(round_=round_, paragraphs=1)
    typed = of_workbench(officer.get(change(report))) | {
        "paragraphs-0-text_en": secret,
        "title_en": "Typed title",
    }

    answer = officer.post(change(report), typed)

    assert answer.status_code == 400
    assert "marked as not to be quoted" in answer.content.decode()
    assert 'value="Typed title"' in answer.content.decode()
    report.refresh_from_db()
    assert report.title_en == "Periodic report"


def test_tabled_text_is_read_only(officer):
    page = officer.get(change(tabled()))

    assert page.status_code == 200
    assert 'name="paragraphs-0-text_en"' not in page.content.decode()


def test_circulation_asks_until_when(officer):
    report = drafted()

    past = officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2020-01-01T12:00"})
    done = officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2099-01-01T12:00"})

    assert (past.status_code, done.status_code) == (400, 302)
    assert "comments_until" in past.context["form"].errors
    report.refresh_from_db()
    assert report.state == "circulated"


def test_refused_save_names_the_paragraph_that_is_wrong(officer):
    report = drafted()
    typed = of_workbench(officer.get(change(report))) | {"paragraphs-1-number": "x"}

    page = officer.post(change(report), typed).content.decode()

    assert '<a href="#id_paragraphs-1-number">Paragraph of the report 2 · Number</a>: ' in page


def test_what_reorders_in_a_paragraph_reorders_nothing_beside_it(officer):
    report = drafted()
    report.paragraphs.update(text_en="Words \u202eevil")

    page = officer.get(change(report)).content.decode()

    assert '<span class="inline_label"><bdi>1. Words evil</bdi>' in page


def test_paragraphs_are_numbered_from_one(officer):
    report = drafted()
    paragraph = report.paragraphs.first()
    typed = of_workbench(officer.get(change(report))) | {"paragraphs-0-number": "0"}

    refused = officer.post(change(report), typed)

    (rows,) = refused.context["inline_admin_formsets"]
    assert rows.formset.forms[0].errors == {"number": ["Paragraphs are numbered from 1."]}
    paragraph.number = 0
    with pytest.raises(BrokenConstraint, match="numbered from 1"):
        save_paragraph(paragraph, actor=chair(), version=None)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_questions_for_one_report_and_for_three(
    officer, rows, django_assert_max_num_queries
):
    for _each in range(rows):
        endorsed()
    address = reverse("admin:reports_consolidatedreport_changelist")
    officer.get(address)

    with django_assert_max_num_queries(11):
        assert officer.get(address).status_code == 200


def test_comments_are_not_awaited_in_the_past(officer):
    report = drafted()
    moment = (NOW - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    assert officer.post(step(report, "circulate"), seen(report) | {"comments_until": moment}).status_code == 400
