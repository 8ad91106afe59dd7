"""The workbench where a text is of an earlier wording: said at the paragraph, on the report and before each step."""

import pytest
from django.urls import reverse

from foundation.wording import listed
from reports.selectors.wordings import MEND_FIRST
from reports.services.consolidated import close_comments
from tests.factories.parties import participant, person
from tests.factories.reports import fresh
from tests.factories.reports_comments import circulated, commented, settled
from tests.factories.reports_consolidated import NOW, chair, drafted
from tests.posted import of_workbench
from tests.reports.desk import change, seen, step

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
    return officer.post(change(report), of_workbench(officer.get(change(report))) | typed, follow=True)


def test_save_tells_which_texts_it_left_of_an_earlier_wording(officer):
    report = drafted(paragraphs=2)

    page = posted(officer, report, **{"paragraphs-0-text_en": "Other words.", "paragraphs-0-text_ar": "كلمات أخرى."})

    assert next(str(message) for message in page.context["messages"]) == FRENCH
    again = officer.get(change(report))
    assert (again.context["earlier"], again.text.count(FRENCH)) == ([FRENCH], 1)
    assert [list(form.fields["still_right"].widget.choices) for form in paragraphs_in(again)[:1]] == [
        [("fr", "French")]
    ]
    assert [form["still_right"].is_hidden for form in paragraphs_in(again)] == [False, True, True]


def test_page_that_says_it_itself_is_not_told_twice(officer):
    report = drafted(paragraphs=2)
    typed = {"paragraphs-0-text_en": "Other words.", "paragraphs-0-text_ar": "كلمات أخرى."}

    page = posted(officer, report, _continue="1", **typed)

    assert page.redirect_chain[0][0] == change(report)
    assert page.text.count(FRENCH) == 1


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


def test_tabling_is_refused_in_a_sentence_for_each_thing_to_mend(officer):
    report = close_comments(circulated(), actor=chair(), version=None, now=NOW)
    posted(officer, report, **{"paragraphs-0-text_en": "Other words.", "paragraphs-0-text_ar": "كلمات أخرى."})

    answer = officer.post(step(report, "table"), seen(report))

    assert answer.status_code == 400
    assert answer.context["form"].non_field_errors() == [FRENCH, MEND_FIRST]
    assert fresh(report).state == "comments_closed"


def asked_of_title(page):
    field = page.context["adminform"].form["still_right"]
    return [] if field.is_hidden else [code for code, _name in field.field.widget.choices]


def test_step_asks_nothing_while_a_text_stands_in_its_way_and_leads_to_it(officer):
    report = close_comments(circulated(), actor=chair(), version=None, now=NOW)
    posted(officer, report, **{"paragraphs-1-text_en": "Other words.", "paragraphs-1-text_ar": "كلمات أخرى."})

    page = officer.get(step(report, "table"))

    (one,) = page.context["obstacles"]
    assert (page.context["form"], one.place, one.url) == (None, "Paragraph 2", f"{change(report)}#paragraphs-1")
    assert one.sentence.startswith("In French, of an earlier wording than the authentic text: change it,")
    assert 'id="paragraphs-1"' in officer.get(change(report)).text


def test_step_leads_to_what_is_still_to_be_written(officer):
    report = drafted(paragraphs=2)
    posted(officer, report, title_en="", **{"paragraphs-1-text_en": ""})

    found = officer.get(step(report, "circulate")).context["obstacles"]

    assert [(one.place, one.url.partition("#")[2]) for one in found] == [
        ("The title", "id_title_en"),
        ("Paragraph 2", "paragraphs-1"),
    ]
    assert {one.sentence for one in found} == {
        "It is still to be written in English, the authentic language of this report."
    }


def test_report_without_a_paragraph_is_led_to_its_first(officer):
    report = drafted(paragraphs=0)

    (one,) = officer.get(step(report, "circulate")).context["obstacles"]

    assert (one.place, one.url) == ("A paragraph at least", f"{change(report)}#paragraphs-0")


def test_step_tells_of_comments_that_nobody_answered_and_leads_to_each(officer):
    comment = commented(paragraph=2)
    commented(comment.report, participant("EG"), kind="none")
    report = close_comments(fresh(comment.report), actor=chair(), version=None, now=NOW)

    (told,) = officer.get(step(report, "table")).context["warnings"]

    address = reverse("admin:reports_comment_change", args=[comment.pk])
    assert told.endswith(f'<a href="{address}">{comment.party.name} (paragraph 2)</a>')
    settled(comment=comment)
    assert officer.get(step(report, "table")).context["warnings"] == []


def test_title_that_participants_read_is_asked_of_in_every_language(officer):
    report = close_comments(circulated(), actor=chair(), version=None, now=NOW)

    refused = posted(officer, report, title_en="Another title", title_fr="Un autre titre")
    taken = posted(officer, report, title_en="Another title", title_fr="Un autre titre", still_right=["ar"])

    form = refused.context["adminform"].form
    assert form.errors.keys() == {"title_ar"}
    assert form["title_en"].help_text.startswith("Participants read this title already")
    assert (taken.status_code, fresh(report).title_en) == (200, "Another title")


def test_nothing_is_asked_of_a_title_that_did_not_change(officer):
    report = close_comments(circulated(), actor=chair(), version=None, now=NOW)

    page = officer.get(change(report))
    mended = posted(officer, report, title_fr="Mieux dit", **{"paragraphs-0-number": ""})
    changed = posted(officer, report, title_en="Another title", title_fr="Un autre titre")

    assert [asked_of_title(one) for one in (page, mended, changed)] == [[], [], ["ar"]]


def test_one_save_changes_a_text_and_says_of_another_that_it_is_still_right(officer):
    report = drafted(paragraphs=1)
    posted(officer, report, **{"paragraphs-0-text_en": "Other words."})
    assert report.paragraphs.get().earlier_in == ["fr", "ar"]

    posted(officer, report, **{"paragraphs-0-text_fr": "D'autres mots.", "paragraphs-0-still_right": ["ar"]})

    assert (report.paragraphs.get().text_fr, report.paragraphs.get().earlier_in) == ("D'autres mots.", [])


def test_one_save_changes_the_authentic_text_and_says_of_another_that_it_is_still_right(officer):
    report = drafted(paragraphs=1)
    posted(officer, report, authentic_language="fr")

    posted(officer, report, **{"paragraphs-0-text_fr": "D'autres mots.", "paragraphs-0-still_right": ["ar"]})

    assert (report.paragraphs.get().text_fr, report.paragraphs.get().earlier_in) == ("D'autres mots.", ["en"])


def test_tick_of_one_save_says_nothing_of_the_next(officer):
    report = drafted(paragraphs=1)
    posted(officer, report, **{"paragraphs-0-text_en": "Other words."})
    posted(officer, report, **{"paragraphs-0-text_fr": "D'autres mots.", "paragraphs-0-still_right": ["ar"]})

    posted(officer, report, **{"paragraphs-0-text_en": "Third words."})

    assert report.paragraphs.get().earlier_in == ["fr", "ar"]


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


def test_reader_is_told_that_a_text_in_their_language_waits_for_revision(officer, client):
    waiting, unwritten = drafted(paragraphs=1), drafted(paragraphs=1)
    posted(officer, waiting, **{"paragraphs-0-text_en": "Other words."})
    posted(officer, unwritten, **{"paragraphs-0-text_ar": ""})
    client.force_login(person("focal_point", participant("KE")))

    def told(report):
        circulated(report=fresh(report))
        page = client.get(reverse("portal-report", args=[report.uuid]), headers={"Accept-Language": "ar"})
        return "وهو في انتظار المراجعة" in page.text

    assert [told(report) for report in (waiting, unwritten)] == [True, False]


def test_circulating_says_who_reads_what_in_another_language_and_that_the_text_rests(officer):
    report = drafted(paragraphs=2)
    first = report.paragraphs.order_by("number").first()
    type(report.paragraphs.first()).objects.filter(pk=first.pk).update(text_ar="", made_from={}, earlier_in=[])

    page = officer.get(step(report, "circulate"))

    arabic = f"Paragraph {first.number} is not written in Arabic: who reads in Arabic will read it in English."
    assert page.context["warnings"] == [arabic]
    assert "While the text is circulated for comments it is not changed" in page.text


def test_circulating_names_the_paragraphs_as_a_sentence_does(officer):
    report = drafted(paragraphs=3)
    report.paragraphs.update(text_ar="", made_from={}, earlier_in=[])

    page = officer.get(step(report, "circulate"))

    (arabic,) = page.context["warnings"]
    assert arabic.startswith("Paragraphs 1, 2 and 3 are not written in Arabic")


def test_circulating_says_in_which_languages_the_draft_lacks_its_title_or_a_heading(officer):
    report = drafted(paragraphs=1)
    type(report).objects.filter(pk=report.pk).update(title_ar="")
    report.paragraphs.update(heading_en="Heading", heading_fr="", heading_ar="عنوان")

    page = officer.get(step(report, "circulate"))

    assert page.context["warnings"] == [
        f"The title or a heading is not written in {language}: the draft does not go out in {language}, even where its "
        "paragraphs are."
        for language in ("French", "Arabic")
    ]
