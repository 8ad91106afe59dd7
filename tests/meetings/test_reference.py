"""The seed meetings and the Cairo Declaration's paragraphs are those of the Process."""

import pytest

from meetings.models import Meeting, MeetingKind, OutcomeText, Paragraph, Verb
from parties.models import Presidency

pytestmark = pytest.mark.django_db


def test_nine_meetings_are_known_and_marked_incomplete():
    seeds = Meeting.objects.filter(is_incomplete=True)

    assert seeds.count() == 9
    assert set(seeds.values_list("state", flat=True)) == {"concluded"}


def test_ordinals_stand_only_where_they_are_known():
    ordinals = Meeting.objects.exclude(ordinal=None).order_by("begins_on").values_list("code", "ordinal")

    assert list(ordinals) == [
        ("MIN-2014-ROME", 1),
        ("SOM-2022-KAMPALA", 8),
        ("SOM-2023-BERLIN", 9),
        ("SOM-2024-CAIRO", 10),
        ("MIN-2025-CAIRO", 2),
    ]


def test_a_term_begins_on_the_first_day_of_the_meeting_that_handed_it_over():
    handovers = Meeting.objects.exclude(hands_over=None)

    assert handovers.count() == 8
    assert all(meeting.begins_on == meeting.hands_over.begins_on for meeting in handovers)


def test_the_host_need_not_take_the_chair():
    kampala = Meeting.objects.get(code="SOM-2022-KAMPALA")

    assert kampala.host.code == "UG"
    assert kampala.hands_over == Presidency.objects.get(code="SS-2022")


def test_the_declaration_has_eleven_preamble_and_seventeen_operative_paragraphs():
    declaration = OutcomeText.objects.get(code="CAIRO-2025")
    numbers = {
        part: list(declaration.paragraphs.filter(part=part).values_list("number", flat=True))
        for part in ("preamble", "operative")
    }

    assert numbers["preamble"] == [f"P{number}" for number in range(1, 12)]
    assert numbers["operative"] == [str(number) for number in range(1, 18)]


def test_numbers_positions_and_aliases_are_used_once():
    paragraphs = Paragraph.objects.filter(outcome_text__code="CAIRO-2025")
    aliases = [alias for paragraph in paragraphs for alias in paragraph.aliases]

    assert len(set(paragraphs.values_list("position", flat=True))) == 28
    assert len(set(aliases)) == len(aliases) == 28


def test_every_paragraph_has_a_short_title_of_ours_in_three_languages():
    paragraphs = Paragraph.objects.filter(outcome_text__code="CAIRO-2025")
    titles = paragraphs.values_list("short_title_en", "short_title_fr", "short_title_ar")

    assert [title for title in titles if not all(title) or len({*title}) < 2] == []


def test_no_official_text_is_carried_and_the_numbering_names_its_source():
    paragraphs = Paragraph.objects.filter(outcome_text__code="CAIRO-2025")

    assert set(paragraphs.values_list("text_en", "text_fr", "text_ar")) == {("", "", "")}
    assert paragraphs.filter(source="").exists() is False


def test_only_senior_officials_endorse_and_only_ministers_review():
    assert list(MeetingKind.objects.filter(may_endorse=True).values_list("code", flat=True)) == ["som"]
    assert list(MeetingKind.objects.filter(may_review=True).values_list("code", flat=True)) == ["ministerial"]


def test_verbs_of_endorsement_and_review():
    endorsement = set(Verb.objects.filter(is_endorsement=True).values_list("code", flat=True))
    review = set(Verb.objects.filter(is_review=True).values_list("code", flat=True))

    assert endorsement == {"endorsed", "endorsed_as_amended", "endorsed_ad_referendum"}
    assert review == {"reviewed", "taken_note_of"}
