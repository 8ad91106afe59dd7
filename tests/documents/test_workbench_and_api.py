"""Documents in the workbench and the API: read only, and what an owner serves is never among them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document
from tests.factories.documents import DocumentFactory, issue
from tests.factories.parties import person

pytestmark = pytest.mark.django_db
CLASSES = ("public", "participants", "staff", "owner")
API = "/api/v1/documents/"


@pytest.fixture
def works():
    made = {}
    for classification in CLASSES:
        made[classification] = DocumentFactory(title_en=f"For {classification}")
        issue(made[classification], b"bytes of " + classification.encode())
        Document.objects.filter(pk=made[classification].pk).update(classification=classification)
    return made


def page(work):
    return reverse("admin:documents_document_change", args=[work.pk])


def test_workbench_lists_all_but_what_owners_serve(works, client):
    client.force_login(person("secretariat_officer"))

    response = client.get(reverse("admin:documents_document_changelist"))

    assert {work.classification for work in response.context["cl"].result_list} == {"public", "participants", "staff"}
    assert b"For owner" not in response.content


def test_workbench_shows_issued_files_and_changes_nothing(works, client):
    client.force_login(person("secretariat_officer"))
    file = works["staff"].expressions.get().revisions.get()

    response = client.get(page(works["staff"]))
    changed = client.post(page(works["staff"]), {"title_en": "Another"})

    assert reverse("documents:revision", args=[file.uuid]) in response.content.decode()
    assert changed.status_code == 403
    assert client.get(reverse("admin:documents_document_add")).status_code == 403


def test_work_of_an_owner_has_no_page(works, client):
    client.force_login(person("secretariat_officer"))

    foreign, missing = (
        client.get(page(works["owner"])),
        client.get(reverse("admin:documents_document_change", args=[works["owner"].pk + 1000])),
    )

    assert foreign.status_code == missing.status_code == 302
    assert foreign["Location"] == missing["Location"]


@pytest.mark.parametrize(
    ("role", "shown"), [("secretariat_officer", ["plan_release", "classify"]), ("presidency_incoming", [])]
)
def test_release_and_readers_are_changed_by_buttons(role, shown, works, client):
    client.force_login(person(role))

    response = client.get(page(works["staff"]))

    assert [step["name"] for step in response.context["workbench_steps"]] == shown


def test_classification_is_changed_but_never_to_an_owners(works, client):
    client.force_login(person("secretariat_officer"))
    work = works["staff"]
    address = reverse("admin:documents_document_step", args=[work.pk, "classify"])

    refused = client.post(address, {"classification": "owner", "seen_version": 2})
    taken = client.post(address, {"classification": "public", "seen_version": 2})

    assert (refused.status_code, taken.status_code) == (400, 302)
    assert Document.objects.get(pk=work.pk).classification == "public"


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (None, {"public"}),
        ("focal_point", {"public", "participants"}),
        ("secretariat_officer", {"public", "participants", "staff"}),
    ],
)
def test_api_lists_what_the_reader_may_read(role, seen, works, client):
    if role:
        client.force_login(person(role))

    answer = client.get(API).json()

    assert {work["classification"] for work in answer["results"]} == seen
    assert client.get(f"{API}{works['owner'].uuid}/").status_code == 404


def test_api_names_each_issued_file_with_its_hash_and_address(works, client):
    work = works["public"]
    first = work.expressions.get().revisions.get()
    correction = issue(work, b"read otherwise", kind="corrigendum", corrects=first)

    (expression,) = client.get(f"{API}{work.uuid}/").json()["expressions"]
    files = {file["uuid"]: file for file in expression["revisions"]}

    assert files[str(first.uuid)]["sha256"] == first.sha256
    assert files[str(correction.uuid)]["corrects"] == str(first.uuid)
    assert client.get(files[str(first.uuid)]["url"]).content == b"bytes of public"


def test_lists_never_read_the_bytes_and_need_no_more_queries_with_more_works(works, client):
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(API)
        counts.append(len(captured))
        assert not any('"content"' in query["sql"] for query in captured)
        issue(DocumentFactory())

    assert counts[0] == counts[1]
