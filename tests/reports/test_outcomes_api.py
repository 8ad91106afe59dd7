"""What meetings did with a report, act by act, as partner systems read it."""

import pytest

from reports.services.endorsement import Reserved
from tests.factories.parties import participant, person
from tests.factories.reports_consolidated import NOW, act, chair, endorsed, published, record_endorsement, tabled

pytestmark = pytest.mark.django_db


def rows(client, name, **given):
    return client.get(f"/api/v1/{name}/", given).json()["results"]


def test_acts_of_a_published_report_are_listed_with_it(client):
    report = published()

    acts = {name: rows(client, name, report=report.uuid) for name in ("endorsements", "reviews")}

    assert [act["verb"]["code"] for act in acts["endorsements"]] == ["endorsed"]
    assert [act["verb"]["code"] for act in acts["reviews"]] == ["reviewed"]
    (transmitted,) = rows(client, "transmissions", report=report.uuid)
    assert transmitted["text_sha256"] == acts["reviews"][0]["text_sha256"] == report.endorsed_revision.sha256
    assert {act["report"] for act in (*acts["endorsements"], *acts["reviews"], transmitted)} == {str(report.uuid)}


def test_acts_are_missing_for_the_public_until_the_report_is_published(client):
    endorsed()

    assert rows(client, "endorsements") == []


def test_reservation_is_listed_with_the_endorsement_it_was_said_of(client):
    by = chair()
    report = tabled(by=by)
    reserved = Reserved(participant("EG"), "reservation", "fr", "L'Égypte réserve.", report.paragraphs.get(number=2))
    record_endorsement(report, act=act("endorsed"), reservations=[reserved], actor=by, version=None, now=NOW)
    before = rows(client, "reservations", report=report.uuid)
    client.force_login(person("focal_point"))

    (told,) = rows(client, "reservations", report=report.uuid, kind="reservation")

    assert before == []
    assert (told["report"], told["text"]) == (str(report.uuid), "L'Égypte réserve.")
    assert told["endorsement"] == rows(client, "endorsements", report=report.uuid)[0]["uuid"]


@pytest.mark.parametrize("parameter", ["party", "ordering"])
def test_nobody_is_compared_by_what_was_reserved(parameter, client):
    assert client.get("/api/v1/reservations/", {parameter: "party"}).status_code == 400
