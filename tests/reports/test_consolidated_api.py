"""Reports for partner systems: what is public, what a participant sees earlier, and how many questions that takes."""

from datetime import timedelta

import pytest

from meetings.services.meetings import conclude_meeting
from reports.services.endorsement import Reserved
from reports.services.transmission_and_review import issue_corrigendum
from tests.factories.parties import participant, person
from tests.factories.reports_consolidated import (
    NOW,
    act,
    chair,
    circulated_again,
    drafted,
    endorsed,
    published,
    record_endorsement,
    reviewed,
    tabled,
    transmitted,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/reports/"


def one(client, report, status=200):
    answer = client.get(f"{ADDRESS}{report.uuid}/")
    assert answer.status_code == status
    return answer.json()


def test_published_report_is_known_by_the_hash_that_ministers_read(client):
    report = published()

    read = one(client, report)

    assert read["endorsed_sha256"] == report.endorsed_revision.sha256
    assert read["transmission"]["text_sha256"] == read["reviews"][0]["text_sha256"] == read["endorsed_sha256"]
    issued = {text["language"]: text["revisions"][0]["sha256"] for text in read["texts"]}
    assert issued["en"] == read["endorsed_sha256"]
    assert sorted(issued) == ["ar", "en", "fr"]


def test_published_report_tells_what_meetings_did_in_their_verbs(client):
    report = published()

    read = one(client, report)

    assert read["endorsements"][0]["verb"] == {
        "code": "endorsed",
        "past": {"en": "endorsed", "fr": "a entériné", "ar": "أقرّ"},
    }
    assert read["reviews"][0]["verb"]["code"] == "reviewed"
    assert [paragraph["number"] for paragraph in read["paragraphs"]] == [1, 2, 3]
    assert (read["received_states"], read["asked_states"]) == (2, 2)


def test_reservation_is_read_with_its_paragraph(client):
    by = chair()
    report = tabled(by=by)
    reserved = Reserved(participant("EG"), "reservation", "fr", "L'Égypte réserve.", report.paragraphs.get(number=2))
    record_endorsement(report, act=act("endorsed"), reservations=[reserved], actor=by, version=None, now=NOW)
    client.force_login(person("focal_point"))

    reservation = one(client, report)["endorsements"][0]["reservations"][0]

    assert (reservation["party"]["code"], reservation["text"]) == ("EG", "L'Égypte réserve.")
    assert reservation["paragraph"] == str(reserved.paragraph.uuid)


def test_reservation_is_public_with_its_decision_and_the_etag_changes_with_it(client):
    by = chair()
    reserved = Reserved(participant("EG"), "reservation", "fr", "L'Égypte réserve.")
    report = endorsed("endorsed_as_amended", by=by, reservations=[reserved])
    report = published(by=by, report=report)

    def read():
        answer = client.get(f"{ADDRESS}{report.uuid}/")
        endorsement = answer.json()["endorsements"][0]
        return len(endorsement["reservations"]), len(endorsement["amendments"]), answer["ETag"]

    before = read()
    meeting = report.endorsements.get().meeting
    conclude_meeting(meeting, actor=by, version=None, now=NOW + timedelta(days=150))
    after = read()

    assert (before[:2], after[:2]) == ((0, 0), (1, 1))
    assert before[2] != after[2]


@pytest.mark.parametrize("made", [drafted, tabled, endorsed, transmitted, reviewed])
def test_unpublished_reports_are_missing_for_the_public(client, made):
    report = made()

    assert one(client, report, 404) == one(
        client, type("Missing", (), {"uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12}), 404
    )
    assert client.get(ADDRESS).json()["results"] == []


def test_participants_read_no_paragraph_of_a_report_in_the_making(client):
    by = chair()
    report = tabled(by=by)
    record_endorsement(report, act=act("deferred"), actor=by, version=None, now=NOW)
    client.force_login(person("focal_point"))

    assert one(client, report)["paragraphs"] == []
    circulated_again(report, by=by)
    assert len(one(client, report)["paragraphs"]) == 3


def test_nobody_is_named_who_was_not_received(client):
    report = published()

    assert "received_from" not in one(client, report)
    assert "sources" not in one(client, report)


def test_corrigendum_changes_the_tag_and_stands_beside_the_text(client):
    report = published()
    before = client.get(f"{ADDRESS}{report.uuid}/")
    issue_corrigendum(report, language="en", text="For “two” read “three”.", actor=chair(), version=None, now=NOW)

    after = client.get(f"{ADDRESS}{report.uuid}/", headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    english = next(text for text in after.json()["texts"] if text["language"] == "en")
    assert sorted(revision["kind"] for revision in english["revisions"]) == ["corrigendum", "revision"]
    unchanged = client.get(f"{ADDRESS}{report.uuid}/", headers={"If-None-Match": after["ETag"]})
    assert unchanged.status_code == 304


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_questions_for_one_report_and_for_three(client, rows, django_assert_num_queries):
    for _each in range(rows):
        published()

    with django_assert_num_queries(2):
        assert len(client.get(ADDRESS).json()["results"]) == rows
