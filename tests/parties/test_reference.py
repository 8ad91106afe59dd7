"""The participants, the chairs and the seats are those of the Process."""

from collections import Counter
from datetime import date
from itertools import pairwise
from zoneinfo import available_timezones

import pytest

from foundation.reference import read
from parties.models import CommitteeSeat, Participation, Party, Presidency
from parties.reference import HERE

pytestmark = pytest.mark.django_db
BODIES = ("process", "ministerial_conference", "senior_officials")


def test_forty_states_and_eight_organisations_take_part():
    assert Counter(Party.objects.current().values_list("kind", flat=True)) == {"state": 40, "organisation": 8}


def test_states_by_region():
    groups = Counter(Party.objects.current().filter(kind="state").values_list("region_group", flat=True))

    assert groups == {"european_union": 27, "other_europe": 2, "north_africa": 3, "horn_of_africa": 8}


def test_egypt_libya_and_tunisia_are_north_african():
    assert set(Party.objects.filter(region_group="north_africa").values_list("code", flat=True)) == {"EG", "LY", "TN"}


def test_greece_and_the_united_kingdom_have_another_code_in_eu_systems():
    assert dict(Party.objects.exclude(eu_code="").values_list("code", "eu_code")) == {"GR": "EL", "GB": "UK"}


def test_sudan_and_south_sudan_are_not_mixed_up():
    assert dict(Party.objects.filter(code__in=["SD", "SS"]).values_list("code", "name_en")) == {
        "SD": "Sudan",
        "SS": "South Sudan",
    }


def test_every_state_has_its_iso_codes_and_its_names_in_three_languages():
    states = list(Party.objects.filter(kind="state"))
    columns = [f"{name}_{code}" for name in ("name", "official_name", "sort") for code in ("en", "fr", "ar")]

    assert [state.code for state in states if (len(state.code), len(state.iso3)) != (2, 3)] == []
    assert len({state.iso3 for state in states}) == len(states)
    assert [(state.code, name) for state in states for name in columns if not getattr(state, name)] == []


def test_every_participant_has_its_working_languages_the_preferred_one_first():
    languages = dict(Party.objects.values_list("code", "languages"))

    assert [code for code, spoken in languages.items() if not spoken or not {*spoken} <= {"en", "fr", "ar"}] == []
    assert [languages[code][0] for code in ("EG", "FR", "KE")] == ["ar", "fr", "en"]


def test_the_united_kingdom_is_retired_and_not_among_the_forty():
    former = Party.objects.exclude(valid_to=None).values_list("code", "valid_to")

    assert list(former) == [("GB", date(2025, 4, 9))]


def test_friday_saturday_weekends():
    states = Party.objects.filter(kind="state", weekend_days=[5, 6]).values_list("code", flat=True)

    assert set(states) == {"DJ", "EG", "LY", "SD"}


def test_time_zones_exist_and_the_capital_comes_first():
    zones = list(Party.objects.values_list("time_zone", "time_zones"))

    assert [zone for zone in zones if not {*zone[1]} <= available_timezones() or zone[0] != zone[1][0]] == []


def test_names_stand_in_the_alphabet_of_each_language():
    in_french = list(Party.objects.alphabetical("fr").values_list("name_fr", flat=True))

    assert in_french.index("Danemark") < in_french.index("Égypte") < in_french.index("Espagne")
    assert not Party.objects.filter(sort_ar="").exists()


def test_every_departure_from_the_general_sources_names_its_own():
    overrides = [override for entry in read(HERE / "participants.json") for override in entry["overrides"]]

    assert {override["field"] for override in overrides} == {"names.en", "weekend_days"}
    assert all(override["reason"] and override["source"] for override in overrides)


@pytest.mark.parametrize("body", BODIES)
def test_everybody_takes_part_in_each_body_and_the_former_participant_no_more(body):
    now = Participation.objects.filter(body__code=body, ends_on=None)

    assert Counter(now.values_list("party__kind", flat=True)) == {"state": 40, "organisation": 8}
    assert now.filter(party__code="GB").exists() is False


def test_organisations_count_for_silence_only_on_institutional_seats():
    counted = Participation.objects.filter(party__kind="organisation", counts_in_silence=True)

    assert set(counted.values_list("party__code", "body__code")) == {
        (code, "steering_committee") for code in ("EC", "EEAS", "AUC")
    }


def test_start_dates_are_given_only_where_they_are_known():
    unknown = Participation.objects.filter(body__code="process", begins_on=None)

    assert set(unknown.filter(party__kind="state").values_list("party__code", flat=True)) == {"LY", "NO", "CH", "UG"}
    assert unknown.filter(basis="").exists() is False


def test_presidencies_stand_in_order_and_each_ends_where_the_next_begins():
    terms = list(Presidency.objects.order_by("begins_on"))

    assert [term.code for term in terms] == [entry["code"] for entry in read(HERE / "presidencies.json")]
    assert all(earlier.ends_on == later.begins_on for earlier, later in pairwise(terms))


def test_the_chair_alternates_between_africa_and_europe():
    regions = Presidency.objects.order_by("begins_on").values_list("parties__region", flat=True)

    assert list(regions) == ["africa", "europe"] * 5


def test_france_holds_the_chair_and_has_no_successor():
    term = Presidency.objects.in_chair().get()

    assert (term.code, term.begins_on, term.ends_on) == ("FR-2025", date(2025, 4, 9), None)
    assert not Presidency.objects.filter(state="designated").exists()


def test_what_is_inferred_is_marked():
    inferred = Presidency.objects.filter(begins_basis="inferred").values_list("code", flat=True)

    assert set(inferred) == {"EG-2014", "GB-2015", "ET-2016"}
    assert Presidency.objects.get(code="IT-2018").begins_precision == "year"


def test_somalia_stands_in_for_sudan_on_the_steering_committee():
    stood_in = CommitteeSeat.objects.exclude(stand_in=None).values_list("party__code", "stand_in__code")

    assert list(stood_in) == [("SD", "SO")]


def test_the_steering_committee_has_six_and_six_seats_and_three_institutions():
    regions = Counter(CommitteeSeat.objects.values_list("party__kind", "party__region"))

    assert regions == {
        ("state", "africa"): 6,
        ("state", "europe"): 6,
        ("organisation", "africa"): 1,
        ("organisation", "europe"): 2,
    }
