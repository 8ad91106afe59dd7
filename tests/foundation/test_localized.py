"""A text in three columns is read in the reader's language, else in the first there is: by Python and by SQL alike."""

import pytest
from django.utils.translation import override

from foundation.localized import LANGUAGES, language_order, localized, localized_language, pick, texts, told
from parties.models import Participation, Party
from tests.factories.parties import PartyFactory


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"en": "One", "fr": "Un", "ar": "واحد"}, ("One", "Un", "واحد")),
        ({"en": "", "fr": "Un", "ar": "واحد"}, ("Un", "Un", "واحد")),
        ({"en": "", "fr": "", "ar": "واحد"}, ("واحد", "واحد", "واحد")),
        ({"en": "One", "fr": "", "ar": ""}, ("One", "One", "One")),
        ({"en": "", "fr": "", "ar": ""}, ("", "", "")),
    ],
)
@pytest.mark.django_db
def test_text_falls_back_alike_in_python_and_in_sql(given, read):
    party = PartyFactory(**{f"name_{code}": text for code, text in given.items()})

    assert tuple(pick(given, code) for code in LANGUAGES) == read
    for code, text in zip(LANGUAGES, read, strict=True):
        with override(code):
            assert (party.name, told(party, "name")[0]) == (text, text)
            row = Party.objects.filter(pk=party.pk).values_list(localized("name"), localized_language("name")).get()
            assert row == told(party, "name")


@pytest.mark.django_db
def test_text_is_read_through_a_key_in_the_language_of_the_moment():
    row = Participation.objects.filter(party__code="EG")

    with override("fr"):
        in_french = row.values_list(localized("party__name"), flat=True).first()
    with override("en"):
        in_english = row.values_list(localized("party__name"), flat=True).first()

    assert (in_english, in_french) == ("Egypt", "Égypte")


def test_three_texts_are_told_as_they_are():
    assert texts(Party(name_en="One", name_ar="واحد"), "name") == {"en": "One", "fr": "", "ar": "واحد"}


@pytest.mark.parametrize(("wanted", "first"), [("fr-ca", "fr"), ("ar", "ar"), ("de", "en"), ("", "en")])
def test_language_we_have_no_texts_in_reads_english_first(wanted, first):
    assert language_order(wanted)[0] == first
    assert sorted(language_order(wanted)) == sorted(LANGUAGES)


def test_one_language_is_enough_in_a_form_but_columns_say_which():
    columns = {code: Party._meta.get_field(f"name_{code}") for code in LANGUAGES}

    assert [str(column.verbose_name) for column in columns.values()] == [
        "name (English)",
        "name (French)",
        "name (Arabic)",
    ]
