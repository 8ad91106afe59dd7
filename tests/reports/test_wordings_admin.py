"""The workbench where a text is of an earlier wording: said at the paragraph, on the report and before each step."""

import pytest
from django.urls import reverse

from foundation.wording import listed
from reports.selectors.wordings import MEND_FIRST
from reports.services.consolidated import close_comments
from tests.factories.parties import participant, person
from tests.factories.reports import fresh
from tests.factories.reports_comments import circulated
from tests.factories.reports_consolidated import NOW, chair, drafted
from tests.reports.test_consolidated_admin import change, form_of, seen, step

pytestmark = pytest.mark.django_db

FRENCH = "In French, of an earlier wording than the authentic text: paragraph 1."


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def paragraphs_in(page):
    (rows,) = page.context["inline_admin_formsets"]
    return rows.formset.forms


def posted(officer, report, **typed):
    return officer.post(change(report), form_of(officer.get(change(report))) | typed, follow=True)


def test_save_tells_which_texts_it_left_of_an_earlier_wording(officer):
    report = drafted(paragraphs=2)

    page = posted(officer, report, **{"paragraphs-0-text_en": "Other words.", "paragraphs-0-text_ar": "كلمات أخرى."})

    assert next(str(message) for message in page.context["messages"]) == FRENCH
    again = officer.get(change(report))
    assert again.context["earlier"] == [FRENCH]
    assert [list(form.fields["still_right"].widget.choices) for form in paragraphs_in(again)[:1]] == [
        [("fr", "French")]
    ]
    assert [form["still_right"].is_hidden for form in paragraphs_in(again)] == [False, True, True]


def test_page_shows_how_the_authentic_text_changed_since(officer):
    report = drafted(paragraphs=2)
    posted(officer, report, **{"paragraphs-0-text_en": "Other words.", "paragraphs-0-text_ar": "كلمات أخرى."})
    posted(officer, report, **{"paragraphs-0-text_en": "Third words."})

    changes = officer.get(change(report)).context["reworded"]

    assert [(one.number, one.languages, one.before, one.now) for one in changes] == [
        (1, "French", "Paragraph 1 of the report.", "Third words."),
        (1, "Arabic", "Other words.", "Third words."),
    ]


def test_tick_says_that_a_text_is_still_right(officer):
    report = drafted(paragraphs=1)
    posted(officer, report, **{"paragraphs-0-text_en": "Other words."})

    page = posted(officer, report, **{"paragraphs-0-still_right": ["fr"]})

    assert page.status_code == 200
    assert report.paragraphs.get().earlier_in == ["ar"]


def test_step_says_in_which_languages_the_draft_goes_out(officer):
    report = drafted(paragraphs=1)
    posted(officer, report, **{"paragraphs-0-text_en": "Other words.", "paragraphs-0-text_ar": "كلمات أخرى."})

    warnings = officer.get(step(report, "circulate")).context["warnings"]

    languages = listed(["English", "Arabic"])
    assert warnings == [FRENCH, f"The draft goes out in these languages only: {languages}."]


def test_tabling_is_refused_in_a_sentence(officer):
    report = close_comments(circulated(), actor=chair(), version=None, now=NOW)
    posted(officer, report, **{"paragraphs-0-text_en": "Other words.", "paragraphs-0-text_ar": "كلمات أخرى."})
    assert officer.get(step(report, "table")).context["warnings"] == [FRENCH, MEND_FIRST]

    answer = officer.post(step(report, "table"), seen(report))

    assert answer.status_code == 400
    assert FRENCH in answer.content.decode()
    assert fresh(report).state == "comments_closed"


def test_title_that_participants_read_is_asked_of_in_every_language(officer):
    report = close_comments(circulated(), actor=chair(), version=None, now=NOW)

    refused = posted(officer, report, title_en="Another title", title_fr="Un autre titre")
    taken = posted(officer, report, title_en="Another title", title_fr="Un autre titre", still_right=["ar"])

    assert refused.context["adminform"].form.errors.keys() == {"title_ar"}
    assert (taken.status_code, fresh(report).title_en) == (200, "Another title")


def test_who_only_reads_is_asked_nothing(officer):
    report = circulated()

    page = officer.get(change(report))

    assert "still_right" not in page.content.decode()


def test_partner_systems_are_told_by_field(officer):
    report = drafted(paragraphs=1)
    posted(officer, report, **{"paragraphs-0-text_en": "Other words."})

    answer = officer.get(f"/api/v1/reports/{report.uuid}/").json()

    assert [paragraph["of_earlier_wording"] for paragraph in answer["paragraphs"]] == [["fr", "ar"]]
    assert answer["title_of_earlier_wording"] == []


def test_reader_is_told_when_a_text_is_not_out_in_their_language(officer, client):
    report = drafted(paragraphs=1)
    posted(officer, report, **{"paragraphs-0-text_en": "Other words.", "paragraphs-0-text_ar": "كلمات أخرى."})
    circulated(report=fresh(report))
    client.force_login(person("focal_point", participant("KE")))

    def told(language):
        page = client.get(reverse("portal-report", args=[report.uuid]), headers={"Accept-Language": language})
        return page.content.decode().count('<p class="note">')

    assert [told(language) for language in ("en", "fr", "ar")] == [0, 1, 0]
