"""Texts that are of an earlier wording than the authentic one: noted when written, told, and never tabled."""

from datetime import timedelta

import pytest
from django.db import transaction

from foundation.errors import BrokenConstraint, RuleBroken
from foundation.related import Related
from reports.models import ConsolidatedReport, ReportParagraph
from reports.selectors.wordings import earlier_wordings
from reports.services.consolidated import circulate, close_comments, save_paragraph, save_report, table
from tests.factories.reports import fresh
from tests.factories.reports_comments import circulated
from tests.factories.reports_consolidated import NOW, chair, drafted, endorsed, write

pytestmark = pytest.mark.django_db


def rewrite(report, number=1, *, still_right=(), **words):
    paragraph = report.paragraphs.get(number=number)
    for column, text in words.items():
        setattr(paragraph, column, text)
    paragraph.still_right = still_right
    return save_paragraph(paragraph, actor=chair(), version=None)


def retitle(report, *, still_right=(), **columns):
    report = fresh(report)
    for column, text in columns.items():
        setattr(report, column, text)
    report.still_right = still_right
    return save_report(report, actor=chair(), version=report.version, creating=False, related=Related())


def comments_taken_up(report, **words):
    report = close_comments(fresh(report), actor=chair(), version=None, now=NOW)
    rewrite(report, **words)
    return report


def test_texts_that_are_written_together_are_of_one_wording():
    report = drafted()

    assert [paragraph.earlier_in for paragraph in report.paragraphs.all()] == [[], [], []]


@pytest.mark.parametrize(
    ("words", "earlier"),
    [
        ({"text_en": "A comment taken up."}, ["fr", "ar"]),
        ({"text_en": "A comment taken up.", "text_fr": "Une observation prise en compte."}, ["ar"]),
        ({"heading_en": "A heading"}, []),
        ({"text_fr": "Mieux dit."}, []),
        ({"text_en": "Paragraph 1 of the report.\r\n"}, []),
        ({"text_en": "A comment taken up.", "text_fr": ""}, ["ar"]),
    ],
)
def test_text_that_does_not_follow_the_authentic_one_is_of_an_earlier_wording(words, earlier):
    report = drafted(paragraphs=1)

    assert rewrite(report, **words).earlier_in == earlier


def test_heading_that_is_mended_does_not_hide_a_text_that_is_not():
    report = drafted(paragraphs=0)
    headings = {"heading_en": "Heading", "heading_fr": "Titre", "heading_ar": "عنوان"}
    write(report, 1, "Words.", by=chair(), **headings)

    rewrite(report, heading_en="Other heading", text_en="Other words.")
    rewrite(report, heading_fr="Autre titre")

    assert report.paragraphs.get().earlier_in == ["fr", "ar"]


@pytest.mark.parametrize("mended", [{"text_fr": "À nouveau."}, {"still_right": ["fr"]}, {"text_fr": ""}])
def test_text_is_changed_emptied_or_said_to_be_still_right(mended):
    report = drafted(paragraphs=1)
    rewrite(report, text_en="A comment taken up.")

    assert rewrite(report, **mended).earlier_in == ["ar"]


def test_what_is_still_right_was_so_for_that_wording_alone():
    report = drafted(paragraphs=1)
    rewrite(report, text_en="Second wording.")
    rewrite(report, still_right=["fr", "ar"])

    assert rewrite(report, text_en="Third wording.").earlier_in == ["fr", "ar"]


def test_authentic_text_that_goes_back_to_its_words_finds_its_translations_right():
    report = drafted(paragraphs=1)
    rewrite(report, text_en="Second wording.")

    assert rewrite(report, text_en="Paragraph 1 of the report.").earlier_in == []


def test_texts_there_were_before_the_authentic_one_are_of_its_first_wording():
    report = drafted(paragraphs=0)
    write(report, 1, "", by=chair(), text_fr="D'abord en français.")

    assert rewrite(report, text_en="First in French.").earlier_in == []
    assert rewrite(report, text_en="In other words.").earlier_in == ["fr", "ar"]


def test_paragraph_from_before_origins_were_kept_is_told_at_its_next_change():
    report = drafted(paragraphs=1)
    ReportParagraph.objects.update(made_from={})

    assert rewrite(report, text_en="A comment taken up.").earlier_in == ["fr", "ar"]


def test_title_is_told_like_a_paragraph():
    report = drafted(paragraphs=2)
    rewrite(report, number=2, text_en="A comment taken up.", text_fr="Une observation prise en compte.")

    report = retitle(report, title_en="Another title", title_ar="عنوان آخر")

    assert list(earlier_wordings(report)) == [
        "In French, of an earlier wording than the authentic text: the title.",
        "In Arabic, of an earlier wording than the authentic text: paragraph 2.",
    ]


def test_draft_goes_out_in_the_languages_that_are_of_its_wording():
    report = drafted(paragraphs=2)
    rewrite(report, text_en="A comment taken up.", text_fr="Une observation prise en compte.")

    report = circulate(report, comments_until=NOW + timedelta(days=14), actor=chair(), version=None, now=NOW)

    issued = report.document.expressions.filter(state="issued")
    assert sorted(issued.values_list("language", flat=True)) == ["en", "fr"]


def test_title_is_of_one_wording_before_others_read_it():
    report = retitle(drafted(), title_en="Another title")

    with pytest.raises(RuleBroken):
        circulate(report, comments_until=NOW + timedelta(days=14), actor=chair(), version=None, now=NOW)


def test_title_that_others_read_changes_in_all_languages_at_once():
    report = close_comments(circulated(), actor=chair(), version=None, now=NOW)

    with pytest.raises(RuleBroken) as refused:
        retitle(report, title_en="Another title", title_fr="Un autre titre")
    retitle(report, title_en="Another title", title_fr="Un autre titre", still_right=["ar"])

    assert refused.value.field == "title_ar"
    assert fresh(report).earlier_in == []


def test_text_that_says_different_things_is_not_tabled():
    report = comments_taken_up(circulated(), text_en="A comment taken up.")

    with pytest.raises(RuleBroken) as refused:
        table(report, actor=chair(), version=None, now=NOW)
    rewrite(report, text_fr="Une observation prise en compte.", still_right=["ar"])
    tabled = table(report, actor=chair(), version=None, now=NOW)

    assert "In Arabic, of an earlier wording than the authentic text: paragraph 1." in str(refused.value.sentence)
    assert tabled.document.expressions.filter(state="issued").count() == 3


def test_text_that_says_different_things_is_tabled_by_nobody():
    report = comments_taken_up(circulated(), text_en="A comment taken up.")

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        ConsolidatedReport.objects.filter(pk=report.pk).update(state="tabled")

    assert refused.value.constraint == "tabled_text_is_of_one_wording"


def test_amended_text_is_of_one_wording_where_it_is_written():
    report = endorsed("endorsed_as_amended")

    assert [paragraph.earlier_in for paragraph in report.paragraphs.all()] == [[], [], []]
    assert set(report.paragraphs.get(number=2).made_from) == {"text_fr", "text_ar"}


def test_other_language_becomes_authentic_with_what_was_made_from_the_same_words():
    report = drafted(paragraphs=2)
    rewrite(report, text_en="A comment taken up.", text_fr="Une observation prise en compte.")

    report = retitle(report, authentic_language="fr")

    first, second = report.paragraphs.order_by("number")
    assert (first.earlier_in, second.earlier_in) == (["ar"], [])
    assert rewrite(report, number=2, text_fr="Autrement dit.").earlier_in == ["en", "ar"]


def test_text_of_an_earlier_wording_does_not_become_authentic():
    report = drafted(paragraphs=1)
    rewrite(report, text_en="A comment taken up.")

    with pytest.raises(RuleBroken) as refused:
        retitle(report, authentic_language="ar")

    assert refused.value.field == "authentic_language"
    assert ConsolidatedReport.objects.get().authentic_language == "en"
