"""Names, codes, zones and weekends of participants are those of CLDR, ISO 3166 and IANA, or say where they are from."""

from zoneinfo import available_timezones

import pytest
from babel import Locale
from babel.core import get_global

from foundation.reference import read
from parties.reference import HERE

PARTICIPANTS = read(HERE / "participants.json")
STATES = {entry["code"]: entry for entry in PARTICIPANTS if entry["kind"] == "state"}
OTHER_EU_CODES = {"GR": "EL", "GB": "UK"}
"""Interinstitutional Style Guide of the EU: the codes of ISO 3166, but for these two."""
TERRITORIES = {language: Locale(language).territories for language in ("en", "fr", "ar")}


def stated(entry, field):
    """What an override of this field says, and nothing where there is none."""
    return [override["value"] for override in entry["overrides"] if override["field"] == field]


def weekend_in(code):
    """As CLDR has it: ISO numbers, 1 is Monday."""
    there = Locale.parse(f"und_{code}")
    return [*range(there.weekend_start + 1, there.weekend_end + 2)]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("code", STATES)
def test_a_state_is_named_as_in_cldr_or_says_why_not(code, language):
    name, known = STATES[code]["names"][language], TERRITORIES[language][code]
    departs = stated(STATES[code], f"names.{language}")

    assert departs == ([] if name == known else [name])


@pytest.mark.parametrize("code", STATES)
def test_a_state_rests_on_the_days_of_cldr_or_says_why_not(code):
    days, known = STATES[code]["weekend_days"], weekend_in(code)

    assert stated(STATES[code], "weekend_days") == ([] if days == known else [days])


@pytest.mark.parametrize("code", STATES)
def test_the_codes_of_a_state_are_one_and_the_same_state(code):
    entry, others = STATES[code], get_global("territory_aliases")

    assert TERRITORIES["en"].keys() >= {code}
    assert others[entry["iso3"]] == [code]
    assert entry.get("eu_code") == OTHER_EU_CODES.get(code)


def test_no_code_is_given_twice_whoever_gives_it():
    codes = [entry[name] for entry in PARTICIPANTS for name in ("code", "iso3", "eu_code") if entry.get(name)]

    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("code", STATES)
def test_the_clocks_of_a_state_are_its_own(code):
    zones = STATES[code]["time_zones"]

    assert {*zones} <= available_timezones()
    assert {*zones} <= {*get_global("territory_zones")[code]}


def test_organisations_keep_the_clocks_that_there_are():
    assert {zone for entry in PARTICIPANTS for zone in entry["time_zones"]} <= available_timezones()
