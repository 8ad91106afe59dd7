"""What templates say in three languages: moments, dates, numbers, names in one piece, texts with their language."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from foundation.errors import RuleBroken, StaleVersion
from foundation.forms import show
from foundation.marked import called
from foundation.wording import enumerated, enumerated_at_first, headed, labelled, with_comma

DUE = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)


def shown(source, language="en", **context):
    with override(language):
        return Template("{% load house %}" + source).render(Context(context))


def in_zone(zone):
    return SimpleNamespace(time_zone=zone)


def test_the_day_of_a_moment_is_that_of_its_readers_clock():
    late = datetime(2026, 11, 27, 22, 33, tzinfo=UTC)

    with timezone.override("Africa/Cairo"):
        assert shown("{{ late|localdate }}", late=late) == "28 November 2026"
    assert shown("{{ late|localdate }}", late=late) == "27 November 2026"


def test_a_moment_is_shown_on_the_readers_clock_and_on_the_clock_it_was_set_by():
    html = shown("{% moment due 'Africa/Cairo' %}", due=DUE, user=in_zone("Europe/Vienna"))

    assert (
        '<time datetime="2026-03-01T15:00:00+00:00"><bdi>1 March 2026, 16:00</bdi></time> (<bdi>Vienna</bdi>)' in html
    )
    assert '<span class="moment__mark">· </span><bdi>17:00</bdi> (<bdi>Cairo</bdi>)' in html


def test_the_other_clock_names_its_day_where_that_is_another_one():
    html = shown("{% moment due 'Asia/Tokyo' %}", due=DUE, user=in_zone("Europe/Vienna"))

    assert "<bdi>1 March 2026, 16:00</bdi>" in html
    assert "<bdi>2 March 2026, 00:00</bdi> (<bdi>Tokyo</bdi>)" in html


def test_one_clock_is_enough_where_both_show_the_same():
    html = shown("{% moment due 'Africa/Cairo' %}", due=DUE, user=in_zone("Africa/Tripoli"))

    assert html.count("17:00") == 1


def test_who_has_not_signed_in_reads_a_moment_where_it_was_set():
    html = shown("{% moment due 'Africa/Cairo' %}", due=DUE)

    assert "17:00" in html
    assert html.count("<bdi>") == 2


def test_no_moment_shows_nothing():
    assert shown("{% moment due %}", due=None).strip() == ""


@pytest.mark.parametrize(("language", "place"), [("en", "Cairo"), ("fr", "Le Caire"), ("ar", "القاهرة")])
def test_places_and_months_are_named_in_the_readers_language(language, place):
    assert f"(<bdi>{place}</bdi>)" in shown("{% moment due 'Africa/Cairo' %}", language, due=DUE)


def test_an_arabic_moment_has_an_arabic_comma():
    assert "1 مارس 2026، 17:00" in shown("{% moment due 'Africa/Cairo' %}", "ar", due=DUE)


@pytest.mark.parametrize(("language", "joined"), [("en", "A, 9 April"), ("fr", "A, 9 April"), ("ar", "A، 9 April")])
def test_words_are_joined_with_the_comma_of_the_language(language, joined):
    with override(language):
        assert with_comma("A", "9 April") == joined


@pytest.mark.parametrize(
    ("language", "whole", "begun"),
    [("en", "A, B and C", "A, B"), ("fr", "A, B et C", "A, B"), ("ar", "A وB وC", "A وB")],
)
def test_a_sentence_enumerates_as_its_language_does(language, whole, begun):
    with override(language):
        assert (enumerated("ABC"), enumerated_at_first("AB"), enumerated([])) == (whole, begun, "")


def test_a_code_stays_in_one_piece():
    assert shown("{{ code|code }}", code="CAP-1.3") == '<bdi class="code">CAP-1.3</bdi>'


@pytest.mark.parametrize(
    ("language", "day", "number"),
    [("en", "9 April 2025", "1,234.5"), ("fr", "9 avril 2025", "1\u202f234,5"), ("ar", "9 أبريل 2025", "1,234.5")],
)
def test_dates_and_numbers_read_as_in_the_papers_of_a_meeting(language, day, number):
    assert shown("{{ day|localdate }}", language, day=date(2025, 4, 9)) == day
    assert shown("{{ number|localnumber }}", language, number=Decimal("1234.5")) == number


def test_nothing_is_said_of_no_date_and_no_number():
    assert shown("{{ day|localdate }}{{ number|localnumber }}", day=None, number=None) == ""


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{{ text|text_in:'ar' }}", '<span lang="ar" dir="ltr">&lt;b&gt;</span>'),
        ("{{ text|text_in:'fr' }}", '<span lang="fr" dir="ltr">&lt;b&gt;</span>'),
        ("{{ text|text_in }}", '<span dir="auto">&lt;b&gt;</span>'),
        ("{{ text|text_in:'not-a-language' }}", '<span lang="not-a-language" dir="auto">&lt;b&gt;</span>'),
        ("{{ text|isolate }}", "<bdi>&lt;b&gt;</bdi>"),
    ],
)
def test_what_people_wrote_is_marked_with_its_language_and_stays_text(source, html):
    assert shown(source, text="<b>") == html


@pytest.mark.parametrize(("language", "name"), [("en", "Arabic"), ("fr", "arabe"), ("ar", "العربية")])
def test_languages_are_named_in_the_readers_language(language, name):
    assert shown("{{ 'ar'|langname }}{{ 'qqq'|langname }}", language) == f"{name}qqq"


class Question(forms.Form):
    answer = forms.CharField(label="Answer", help_text="In any language.")
    note = forms.CharField(label="Note", required=False)
    sure = forms.BooleanField(label="Sure")


@pytest.mark.parametrize(
    ("last", "en", "fr", "ar"),
    [
        (None, "22 April 2025", "22 avril 2025", "22 أبريل 2025"),
        (date(2025, 4, 22), "22 April 2025", "22 avril 2025", "22 أبريل 2025"),
        (date(2025, 4, 23), "22–23 April 2025", "22–23 avril 2025", "22–23 أبريل 2025"),
        (date(2025, 5, 2), "22 April – 2 May 2025", "22 avril – 2 mai 2025", "22 أبريل – 2 مايو 2025"),
        (
            date(2026, 1, 2),
            "22 April 2025 – 2 January 2026",
            "22 avril 2025 – 2 janvier 2026",
            "22 أبريل 2025 – 2 يناير 2026",
        ),
    ],
)
def test_a_span_of_days_names_month_and_year_once_where_it_can(last, en, fr, ar):
    days = {"first": date(2025, 4, 22), "last": last}

    assert [shown("{{ first|localdays:last }}", code, **days) for code in ("en", "fr", "ar")] == [en, fr, ar]


@pytest.mark.parametrize(
    ("language", "written"), [("en", "Unit: km"), ("fr", "Unit\N{NO-BREAK SPACE}: km"), ("ar", "Unit: km")]
)
def test_a_colon_stands_as_the_language_sets_it(language, written):
    with override(language):
        assert labelled("Unit", "km") == written


def test_a_field_joins_its_label_help_error_and_input():
    html = render_to_string("components/field.html", {"field": Question({"answer": ""})["answer"]})

    assert '<label for="id_answer">Answer</label>' in html
    assert 'id="id_answer_helptext"' in html
    assert 'id="id_answer_error"' in html
    assert 'aria-describedby="id_answer_helptext id_answer_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_that_may_stay_empty_says_so():
    assert "optional" in render_to_string("components/field.html", {"field": Question()["note"]})
    assert "optional" not in render_to_string("components/field.html", {"field": Question()["answer"]})


def test_the_summary_leads_to_each_field_that_is_wrong():
    html = render_to_string("components/form_errors.html", {"form": Question({"answer": ""})})

    assert [field in html for field in ("#id_answer", "#id_sure", "#id_note")] == [True, True, False]


@pytest.mark.parametrize(
    ("refusal", "heading"),
    [
        (StaleVersion(), "This could not be done."),
        (RuleBroken("Say why.", field="note"), "Please correct the errors below."),
    ],
    ids=["of the whole", "of a field"],
)
def test_the_summary_asks_for_corrections_only_where_there_is_something_to_correct(refusal, heading):
    form = Question({"answer": "Yes", "sure": "yes"})
    show(form, refusal)

    html = render_to_string("components/form_errors.html", {"form": form})

    assert [heading in html, str(refusal) in html] == [True, True]


def test_the_summary_names_a_field_as_its_form_does():
    class Repeated(Question):
        def name_of(self, field):
            return f"Entry 2 · {field.label}"

    html = render_to_string("components/form_errors.html", {"form": Repeated({"answer": ""})})

    assert '<a href="#id_answer">Entry 2 · Answer</a>: ' in html


@pytest.mark.parametrize(
    ("text", "language", "runs"),
    [
        ("In which region?", "ar", "ltr"),
        ("في أي منطقة؟", "en", "rtl"),
        ("Aswan: في أسوان", "ar", "rtl"),
        ("Aswan (أسوان)", "en", "ltr"),
        ("12.", "ar", "rtl"),
    ],
)
def test_a_text_runs_as_its_letters_do_whatever_language_was_named(text, language, runs):
    assert f'dir="{runs}"' in shown(f"{{{{ text|text_in:'{language}' }}}}", text=text)


@pytest.mark.parametrize(
    ("language", "html"),
    [("ar", "الافتتاح"), ("fr", '<span lang="ar" dir="rtl" data-tongue="arabe">الافتتاح</span>')],
)
def test_a_text_in_another_language_than_the_readers_says_which(language, html):
    row = SimpleNamespace(title="الافتتاح", title_en="", title_fr="", title_ar="الافتتاح")

    assert shown("{{ row|said:'title' }}", language, row=row) == html


@pytest.mark.parametrize(("language", "name"), [("en", "CAP-1.1 Title"), ("ar", "\u2068CAP-1.1\u2069 Title")])
def test_a_code_before_a_title_does_not_turn_it_round(language, name):
    with override(language):
        assert headed("CAP-1.1", "Title") == name


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("ar", '<bdi dir="rtl"><bdi>MIN-4/1</bdi> استعرض الوزراء.</bdi>'),
        ("en", "<bdi>MIN-4/1 استعرض الوزراء.</bdi>"),
    ],
)
def test_a_code_before_a_title_does_not_turn_it_round_in_a_heading_either(language, html):
    with override(language):
        row = headed("MIN-4/1", "استعرض \u202eالوزراء.")
        plain = called(row)

    assert shown("{{ row|isolate }}", language, row=row) == html
    assert plain == row.replace("\u202e", "")


def test_a_mark_that_somebody_typed_steers_no_heading():
    with override("ar"):
        assert called("\u2068of nobody") == "of nobody"
        assert called("a \u2068b\u2069") == "a b"
