"""Each of the demonstration's people signs in and finds the door that is theirs, in their own language."""

import pytest

from khartoum.demonstration.people import PEOPLE

STAFF = {"presidency", "secretariat", "france"}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_everybody_finds_their_own_door(visit, person):
    page = visit(person.name, language=person.language)

    workbench = page.request.get(page.url + "admin/")
    portal = page.request.get(page.url + "portal/")

    assert workbench.status == (200 if person.name in STAFF else 403)
    assert portal.status == 200 if person.name not in {"presidency", "secretariat"} else portal.status in {200, 403}


def test_a_wrong_password_is_refused_in_one_sentence(visit):
    page = visit(path="/accounts/login/")
    page.fill("input[name=login]", "egypt@demo.example")
    page.fill("input[name=password]", "not the password")

    with page.expect_navigation():
        page.locator("main form").first.locator("button[type=submit]").click()

    assert page.locator("main [role=alert], main .field__error, main .form__errors").first.inner_text()


def test_signing_out_closes_the_door(visit):
    page = visit("egypt", path="/")
    page.locator("summary, .account__menu button").first.click()

    with page.expect_navigation():
        page.locator("form[action*=logout] button").first.click()

    assert page.request.get(page.url.split("/accounts")[0].rstrip("/") + "/admin/", max_redirects=0).status == 302
