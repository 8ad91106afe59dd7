"""Meetings and paragraphs as partner systems read them: what was convened, what was adopted, what is concluded."""

import pytest

from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    DelegationFactory,
    MeetingFactory,
    OutcomeTextFactory,
    ParagraphFactory,
    conclude,
)
from tests.factories.parties import PartyFactory, person, term_in_chair

pytestmark = pytest.mark.django_db


def read(client, meeting):
    return client.get(f"/api/v1/meetings/{meeting.uuid}/")


def test_meeting_tells_its_agenda_its_chair_and_n_of_n(client):
    meeting = MeetingFactory(state="held", host=PartyFactory(code="HH"), chair=term_in_chair())
    AgendaItemFactory(meeting=meeting, number="1", position=1, title_fr="Rapport")
    DelegationFactory(meeting=meeting, presence="remote")
    DelegationFactory(meeting=meeting, presence="absent")
    DelegationFactory(meeting=meeting, party__kind="organisation")
    decision = DecisionFactory(meeting=meeting, number="1")
    decision.paragraphs.add(ParagraphFactory(outcome_text__state="adopted"), ParagraphFactory())

    answer = read(client, conclude(meeting)).json()

    assert answer["kind"]["code"] == "som"
    assert (answer["host"]["code"], answer["chair"]["code"]) == ("HH", "FR-2025")
    assert answer["agenda"][0]["title"] == {"en": "Periodic report", "fr": "Rapport", "ar": ""}
    assert answer["presence"] == {
        "states": {"present": 1, "invited": 2},
        "organisations": {"present": 0, "invited": 1},
    }
    assert [row["verb"]["code"] for row in answer["decisions"]] == ["agreed"]
    assert len(answer["decisions"][0]["paragraphs"]) == 1


@pytest.mark.parametrize("state", ["convened", "postponed", "cancelled"])
def test_nobody_is_counted_before_a_meeting_took_place(state, client):
    meeting = MeetingFactory(state=state, convened_at="2026-01-01T00:00:00Z")

    assert read(client, meeting).json()["presence"] is None


def test_decisions_are_public_when_the_record_is_concluded(client):
    meeting = DecisionFactory().meeting

    before = read(client, meeting).json()["decisions"]
    client.force_login(person("focal_point"))
    as_participant = read(client, meeting).json()["decisions"]

    assert (len(before), len(as_participant)) == (0, 1)


def test_plan_answers_like_a_meeting_that_does_not_exist(client):
    planned = MeetingFactory()

    answer = read(client, planned)

    assert answer.status_code == 404
    assert planned.code not in client.get("/api/v1/meetings/?page_size=200").content.decode()


def test_paragraphs_of_adopted_texts_are_public(client):
    draft, adopted = ParagraphFactory(), ParagraphFactory(outcome_text=OutcomeTextFactory(state="adopted"))

    pages = client.get("/api/v1/outcome-paragraphs/?page_size=200").json()["results"]

    numbers = [(row["part"], row["number"]) for row in pages if row["outcome_text"]["code"].startswith("CAIRO")]
    assert len(numbers) == 28
    assert str(adopted.uuid) in {row["uuid"] for row in pages}
    assert str(draft.uuid) not in {row["uuid"] for row in pages}


@pytest.mark.parametrize("path", ["meetings", "outcome-paragraphs"])
def test_list_asks_no_more_with_more_rows(path, client, django_assert_max_num_queries):
    def fill():
        meeting = MeetingFactory(state="held", host=PartyFactory(), chair=term_in_chair())
        meeting.co_chairs.add(PartyFactory())
        AgendaItemFactory(meeting=meeting)
        DelegationFactory(meeting=meeting)
        paragraph = ParagraphFactory(outcome_text=OutcomeTextFactory(meeting=meeting, state="adopted"))
        DecisionFactory(meeting=meeting).paragraphs.add(paragraph)
        conclude(meeting)

    fill()
    with django_assert_max_num_queries(15) as few:
        client.get(f"/api/v1/{path}/?page_size=200")
    for _ in range(5):
        fill()

    with django_assert_max_num_queries(len(few)):
        client.get(f"/api/v1/{path}/?page_size=200")


def test_meetings_are_found_by_kind_and_by_their_days(client):
    found = MeetingFactory(state="convened", begins_on="2031-05-02", ends_on="2031-05-03")
    MeetingFactory(state="convened", begins_on="2031-06-01", ends_on="2031-06-01")
    asked = {"kind": "som", "begins_from": "2031-05-01", "begins_until": "2031-05-31", "fields": "uuid"}

    assert client.get("/api/v1/meetings/", asked).json()["results"] == [{"uuid": str(found.uuid)}]


def test_agenda_is_listed_in_its_order_where_it_is_asked_for(client):
    meeting = MeetingFactory(state="convened")
    second = AgendaItemFactory(meeting=meeting, number="2", position=2)
    first = AgendaItemFactory(meeting=meeting, number="1", position=1)

    rows = client.get("/api/v1/agenda-items/", {"meeting": meeting.uuid, "ordering": "position"}).json()["results"]

    assert [row["uuid"] for row in rows] == [str(first.uuid), str(second.uuid)]
    assert rows[0]["meeting"]["code"] == meeting.code


def test_paragraphs_come_with_their_text_where_they_are_asked_for(client):
    paragraph = ParagraphFactory(outcome_text__state="adopted")
    address = f"/api/v1/outcome-texts/{paragraph.outcome_text.uuid}/"

    assert "paragraphs" not in client.get(address).json()
    told = client.get(address, {"include": "paragraphs"}).json()["paragraphs"]
    assert [one["uuid"] for one in told] == [str(paragraph.uuid)]
