"""Issued files for partner systems: what was issued, and the frozen bytes at an address that a key opens."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories.documents import DocumentFactory, issue
from tests.factories.parties import person

pytestmark = pytest.mark.django_db
REVISIONS = "/api/v1/revisions/"


def test_issued_file_is_listed_with_its_work_and_its_language(client):
    work = DocumentFactory(symbol="KP/SOM/10")
    issued = issue(work, b"As agreed.")

    (row,) = client.get(REVISIONS, {"document": work.uuid, "text_language": "en", "kind": "revision"}).json()["results"]

    assert (row["uuid"], row["document"], row["language"]) == (str(issued.uuid), str(work.uuid), "en")
    assert (row["sha256"], row["size"]) == (issued.sha256, 10)
    assert row["url"] == f"http://testserver{reverse('revisions-content', args=[issued.uuid])}"


def test_bytes_are_handed_out_under_their_hash(client):
    issued = issue(DocumentFactory(symbol="KP/SOM/10"), b"As agreed.")
    address = reverse("revisions-content", args=[issued.uuid])

    answer = client.get(address)
    again = client.get(address, headers={"if-none-match": answer["ETag"]})

    assert (answer.content, answer["ETag"]) == (b"As agreed.", f'"{issued.sha256}"')
    assert answer["Content-Disposition"] == 'attachment; filename="kpsom10-en-rev-1.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("role", "status"), [(None, 404), ("focal_point", 200), ("secretariat_officer", 200)])
def test_bytes_for_participants_are_missing_for_the_public(role, status, client):
    work = DocumentFactory(classification="participants")
    issued = issue(work)
    if role:
        client.force_login(person(role))

    assert client.get(reverse("revisions-content", args=[issued.uuid])).status_code == status


@pytest.mark.parametrize("given", [{"language": "fr"}, {"fields": "uuid"}, {"format": "csv"}, {"x": "1"}])
def test_nothing_is_chosen_of_bytes(given, client):
    issued = issue(DocumentFactory())

    answer = client.get(reverse("revisions-content", args=[issued.uuid]), given)

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [*given]


def test_files_stand_in_the_order_of_their_moments_where_it_is_asked_for(client):
    work = DocumentFactory()
    later, earlier = (issue(work, name.encode(), now=datetime(2026, month, 1, tzinfo=UTC)) for name, month in DAYS)

    rows = client.get(REVISIONS, {"document": work.uuid, "ordering": "issued_at", "fields": "uuid"}).json()["results"]

    assert [row["uuid"] for row in rows] == [str(earlier.uuid), str(later.uuid)]


DAYS = (("later", 7), ("earlier", 3))
