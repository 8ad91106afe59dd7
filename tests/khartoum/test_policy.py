"""What browsers are told to refuse: scripts, styles, frames and forms of others, and of ours what stands inline."""

import pytest
from django.urls import reverse

from tests.factories.parties import person

pytestmark = pytest.mark.django_db
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'self'",
    "frame-ancestors": "'none'",
}


@pytest.mark.parametrize(
    "name", ["home", "chain", "schema-page", "account_login", "account_change_password", "admin:index"]
)
def test_page_lets_no_script_in_but_those_of_the_house(name, client):
    client.force_login(person("secretariat_officer"))

    answer = client.get(reverse(name))

    told = answer.headers["Content-Security-Policy"].split("; ")
    assert dict(one.split(" ", 1) for one in told) == STRICT
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_page_that_is_not_there_keeps_the_same_policy(client):
    assert "script-src 'self'" in client.get("/nowhere/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(("language", "name"), [("en", "Khartoum Process"), ("fr", "Processus de Khartoum")])
def test_description_of_the_api_stands_under_the_head_of_the_site(language, name, client):
    page = client.get(reverse("schema-page"), headers={"accept-language": language}).content.decode()

    head, rest = page.split('<main id="swagger-ui" tabindex="-1" lang="en" dir="ltr">')
    assert f'<html lang="{language}"' in head
    assert f'<span>{name}</span></a>\n    <div class="masthead__tools">' in head
    assert 'name="next" value="/api/v1/docs/"' in head
    assert "<style" not in page
    assert "<script>" not in rest
