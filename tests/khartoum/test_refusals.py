"""An address that leads nowhere answers partner systems in their one error shape, people with a page."""

import pytest
from django.test import Client

from foundation.charset import REFUSED

pytestmark = pytest.mark.django_db


def test_partner_system_is_told_in_the_shape_of_every_error(client):
    answer = client.get("/api/v1/parties/not-a-uuid/", headers={"accept-language": "fr"})

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer.json() == {
        "type": "client_error",
        "errors": [{"code": "not_found", "detail": "Il n’y a rien à cette adresse.", "attr": None, "pointer": None}],
    }


def test_partner_system_is_told_in_that_shape_too_of_what_cannot_be_read(client):
    sent = {"content_type": f"application/json; charset={REFUSED}", "headers": {"accept-language": "fr"}}
    answer = client.post("/api/v1/answers/", b"{}", **sent)

    said = "Quelque chose dans l’adresse ou dans l’envoi n’est pas conforme. Rien n’a été changé."
    assert answer.status_code == 400
    assert answer.json() == {
        "type": "client_error",
        "errors": [{"code": "not_read", "detail": said, "attr": None, "pointer": None}],
    }


def test_person_is_shown_a_page(client):
    answer = client.get("/nowhere/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize("boundary", ["", "; boundary=", "; boundary=é"])
def test_person_is_shown_a_page_whatever_was_sent(boundary):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.get("/accounts/login/")

    answer = browser.post("/nowhere/", b"anything", content_type=f"multipart/form-data{boundary}")

    assert answer.status_code == 404


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=é"])
def test_person_is_told_that_what_was_sent_in_another_character_set_is_not_read(kind):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.get("/accounts/login/")

    answer = browser.post("/accounts/login/", b"login=a", content_type=f"{kind}; charset={REFUSED}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "text/html; charset=utf-8")
