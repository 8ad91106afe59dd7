"""What a reader of the API may ask of a list's pages."""

import base64

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", ["0", "-1", "201", "9" * 30, "ten", "\u0663", "1.5", ""])
def test_page_of_another_size_is_refused_at_its_parameter(client, asked):
    answer = client.get("/api/v1/parties/", {"page_size": asked}, headers={"accept-language": "fr"})

    assert answer.status_code == 400
    detail = "Donnez un nombre entier compris entre 1 et 200."
    assert answer.json()["errors"] == [{"code": "invalid", "detail": detail, "attr": "page_size", "pointer": None}]


@pytest.mark.parametrize("cursor", ["", "x", "\x00", "\U0001f600", base64.b64encode(b"p=abc").decode(), "a:b:c"])
def test_cursor_that_no_page_gave_is_refused_at_its_parameter(client, cursor):
    answer = client.get("/api/v1/parties/", {"cursor": cursor})

    assert answer.status_code == 400
    assert [(error["code"], error["attr"]) for error in answer.json()["errors"]] == [("invalid", "cursor")]


def test_cursor_of_another_list_is_refused(client):
    following = client.get("/api/v1/parties/", {"page_size": "1"}).json()["next"]

    assert client.get(following).status_code == 200
    assert client.get(following.replace("/parties/", "/presidencies/")).status_code == 400


def test_empty_filter_is_refused_and_not_taken_for_none(client):
    answer = client.get("/api/v1/rounds/", {"plan": ""})

    assert answer.status_code == 400
    assert [(error["code"], error["attr"]) for error in answer.json()["errors"]] == [("empty", "plan")]
