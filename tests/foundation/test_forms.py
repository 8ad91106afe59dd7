"""What the forms of the house say about days and versions that nobody can have meant."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils import timezone

from foundation.errors import StaleVersion
from foundation.forms import seen_version, version_in
from foundation.inputs import ClockField, WithinYears


class DayForm(WithinYears, forms.Form):
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


@pytest.mark.parametrize("typed", [{"day": "1900-01-01"}, {"moment": "2199-12-31 23:59"}, {"day": ""}])
def test_day_within_them_is_taken(typed):
    assert DayForm(typed).is_valid()


@pytest.mark.parametrize("typed", ["", "-1", "x", "\u0663", "9" * 5_000, "1.0", "\x00"])
def test_version_that_no_form_carried_is_stale(typed):
    with pytest.raises(StaleVersion):
        seen_version(typed)


def test_version_is_read_as_a_number():
    assert seen_version("12") == 12


def test_clock_field_takes_an_hour_that_the_clock_of_the_reader_skips():
    """Its form puts the zone; half past two of 29 March 2026 does not exist in Brussels, and does in Cairo."""
    with timezone.override("Europe/Brussels"):
        moment = ClockField(label="due").clean("2026-03-29T02:30")

    assert moment == datetime(2026, 3, 29, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "version"),
    [("0", 0), ("999999999", 999_999_999), ("1000000000", None), ("", None), ("-1", None), ("1.0", None), ("١", None)],
)
def test_a_version_is_at_most_nine_plain_digits(typed, version):
    assert version_in(typed) == version
