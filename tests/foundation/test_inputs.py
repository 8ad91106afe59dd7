"""What forms say about days and texts that nobody can have meant, hours that no clock shows, texts in no language."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import timezone
from django.utils.translation import override

from foundation.inputs import CanBeMeant, ClockField, DayInput, needs_one

TEXTS = ("text_en", "text_fr", "text_ar")


class DayForm(CanBeMeant, forms.Form):
    day = forms.DateField(required=False)
    moment = forms.DateTimeField(required=False)
    parted = forms.SplitDateTimeField(required=False)


@pytest.mark.parametrize(
    "typed",
    [
        {"day": "0001-01-01"},
        {"day": "1899-12-31"},
        {"moment": "9999-12-31 23:59"},
        {"parted_0": "2200-01-01", "parted_1": "12:00"},
    ],
)
def test_day_outside_the_years_of_the_process_is_refused_at_its_field(typed):
    form = DayForm(typed)

    assert not form.is_valid()
    (field,) = form.errors
    assert field == next(iter(typed)).split("_")[0]
    assert form.errors[field] == ["Give a year between 1900 and 2199."]


def test_day_that_cannot_be_read_is_answered_with_how_to_write_it():
    form = DayForm({"day": "tomorrow"})

    assert form.errors == {"day": ["Write a day as year-month-day, such as 2026-12-31, or as day/month/year."]}


class LineForm(CanBeMeant, forms.Form):
    text = forms.CharField()
    address = forms.EmailField(required=False)
    thing = forms.UUIDField(required=False)


@pytest.mark.parametrize("typed", ["\u200b", "\u200f \u202e\u2066", "\u00ad", "\ufeff", "\u2028"])
def test_text_of_which_nothing_is_seen_is_no_text(typed):
    form = LineForm({"text": typed})

    assert form.errors == {"text": ["This field is required."]}


@pytest.mark.parametrize("typed", ["\u200fنعم\u200f", "a\u200bb", "٣", "\U0001fae9"])
def test_text_with_marks_of_direction_is_taken_as_it_is(typed):
    form = LineForm({"text": typed, "thing": "00000000-0000-0000-0000-000000000000"})

    assert (form.is_valid(), form.cleaned_data["text"]) == (True, typed)


@pytest.mark.parametrize("typed", [{"day": "1900-01-01"}, {"moment": "2199-12-31 23:59"}, {"day": ""}])
def test_day_within_them_is_taken(typed):
    assert DayForm(typed).is_valid()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_day_for_the_browsers_calendar_is_written_as_the_calendar_reads_it(language):
    with override(language):
        assert 'type="date" name="day" value="2026-11-28"' in DayInput().render("day", date(2026, 11, 28))


def test_clock_field_takes_an_hour_that_the_clock_of_the_reader_skips():
    """Its form puts the zone; half past two of 29 March 2026 does not exist in Brussels, and does in Cairo."""
    with timezone.override("Europe/Brussels"):
        moment = ClockField(label="due").clean("2026-03-29T02:30")

    assert moment == datetime(2026, 3, 29, 2, 30, tzinfo=UTC)


class TextForm(forms.Form):
    text_en = forms.CharField(required=False)
    text_fr = forms.CharField(required=False)
    text_ar = forms.CharField(required=False)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_text_in_no_language_is_asked_for_in_the_readers(language):
    form = TextForm({"text_en": "  "})
    form.is_valid()

    with override(language):
        needs_one(form, TEXTS)

    assert list(form.errors) == [f"text_{language}"]


@pytest.mark.parametrize("given", TEXTS)
def test_text_in_one_language_is_enough(given):
    form = TextForm({given: "Agreed."})
    form.is_valid()

    needs_one(form, TEXTS)

    assert form.errors == {}
