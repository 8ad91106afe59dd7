"""A time zone is chosen from a list: by city, in the reader's language, those of participants first."""

import pytest
from django import forms
from django.utils import translation

from foundation.zones import ZoneField
from parties.models import Party
from tests.factories.meetings import MeetingFactory
from tests.factories.parties import person

pytestmark = pytest.mark.django_db


class Asking(forms.Form):
    zone = ZoneField(label="Time zone", max_length=64)


def options(value="", language="en"):
    """The first options, those of participants and all others: (zone, label)."""
    with translation.override(language):
        groups = Asking({"zone": value}).fields["zone"].widget.optgroups("zone", [value])
    grouped = {label or "": [] for label, _options, _index in groups}
    for label, listed, _index in groups:
        grouped[label or ""] += [(option["value"], option["label"]) for option in listed]
    return list(grouped.values())


def test_zones_of_participants_stand_first_and_no_zone_twice():
    first, usual, others = options()

    assert first == [("UTC", "UTC")]
    assert {zone for zone, _label in usual} == set(Party.objects.values_list("time_zone", flat=True))
    assert not {zone for zone, _label in usual} & {zone for zone, _label in others}
    assert len(usual) + len(others) > 400


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Cairo – Africa/Cairo"), ("fr", "Le Caire – Africa/Cairo"), ("ar", "القاهرة – Africa/Cairo")],
)
def test_city_is_named_in_the_language_of_the_reader(language, label):
    _first, usual, _others = options(language=language)

    assert dict(usual)["Africa/Cairo"] == label


def test_cities_of_participants_are_spelt_as_in_the_papers_of_meetings():
    _first, usual, _others = options(language="ar")

    assert [dict(usual)[zone].partition(" – ")[0] for zone in ("Africa/Kampala", "Africa/Mogadishu")] == [
        "كمبالا",
        "مقديشو",
    ]


def test_no_city_of_the_list_is_named_in_letters_an_arabic_reader_cannot_read():
    _first, usual, others = options(language="ar")

    latin = {zone for zone, label in [*usual, *others] if label.partition(" – ")[0].isascii()}
    assert latin <= {"America/Coyhaique"}


def test_accents_do_not_change_the_order():
    _first, _usual, others = options(language="fr")

    labels = [label for _zone, label in others]
    around = [label for label in labels if label.startswith(("Santiago", "São Paulo", "Shanghai"))]
    assert [label.partition(" – ")[0] for label in around] == ["Santiago", "São Paulo", "Shanghai"]


@pytest.mark.parametrize(("stored", "first"), [("Asia/Calcutta", ["UTC", "Asia/Calcutta"]), ("UTC", ["UTC"])])
def test_zone_under_an_older_name_stays_chosen(stored, first):
    assert [zone for zone, _label in options(stored)[0]] == first
    assert Asking({"zone": stored}).is_valid()


def test_what_is_no_zone_is_refused_in_a_sentence():
    form = Asking({"zone": "Africa/Nowhere"})

    assert form.errors == {"zone": ["Choose a time zone of the list, for example Africa/Cairo."]}
    assert 'value="Africa/Nowhere" selected' in form.as_p()


def fields():
    meeting = MeetingFactory()
    return [
        (f"/admin/meetings/meeting/{meeting.pk}/change/", "time_zone"),
        (f"/admin/parties/party/{Party.objects.get(code='EG').pk}/change/", "time_zone"),
        ("/admin/accounts/user/add/", "time_zone"),
        ("/admin/reports/round/add/", "due_zone"),
    ]


def test_each_form_of_the_workbench_has_the_list(client):
    client.force_login(person("secretariat_officer"))

    for address, name in fields():
        page = client.get(address)
        field = page.context["adminform"].form[name]
        assert 'value="Africa/Cairo"' in str(field), address
        assert str(field).startswith(f'<select name="{name}"'), address
