"""A file is given to those who may read its work; to anybody else it is as if it did not exist."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from documents.models import Expression, Revision
from tests.factories.documents import DocumentFactory, issue

pytestmark = pytest.mark.django_db


def address(revision):
    return reverse("documents:revision", args=[revision.uuid])


def without_what_always_differs(response):
    """The page without its anti-forgery tokens and the address that was asked for."""
    page = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", response.content.decode())
    return re.sub(r"[0-9a-f-]{36}", "", page)


def test_public_file_is_downloaded_as_an_attachment(client):
    revision = issue(DocumentFactory(symbol="KP/SOM/10"), b"As agreed.")

    response = client.get(address(revision))

    assert response.content == b"As agreed."
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="kpsom10-en-rev-1.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{revision.sha256}"'
    assert response["Cache-Control"] == "private, no-cache"


def test_kept_copy_is_confirmed_without_its_bytes(client):
    revision = issue(DocumentFactory())

    response = client.get(address(revision), headers={"if-none-match": f'"{revision.sha256}"'})

    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("classification", ["participants", "staff", "owner"])
def test_foreign_and_missing_file_give_the_same_answer(client, classification):
    work = DocumentFactory()
    foreign = issue(work)
    work.classification = classification
    work.save()

    foreign_answer, missing_answer = client.get(address(foreign)), client.get(address(Revision(uuid=uuid4())))

    assert foreign_answer.status_code == missing_answer.status_code == 404
    assert without_what_always_differs(foreign_answer) == without_what_always_differs(missing_answer)


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        ("nobody", {"public"}),
        ("focal_point", {"public", "participants"}),
        ("secretariat", {"public", "participants", "staff"}),
        ("presidency", {"public", "participants", "staff"}),
        ("incoming", {"public", "participants", "staff"}),
        ("system", {"public", "participants", "staff"}),
    ],
)
def test_who_sees_what(reader, seen, readers):
    for classification in ("public", "participants", "staff", "owner"):
        work = DocumentFactory()
        issue(work)
        work.classification = classification
        work.save()

    revisions = Revision.objects.visible_to(readers[reader])
    expressions = Expression.objects.visible_to(readers[reader])

    assert {revision.expression.document.classification for revision in revisions} == seen
    assert {expression.document.classification for expression in expressions} == seen


def test_file_is_only_read(client):
    assert client.post(address(issue(DocumentFactory()))).status_code == 405
