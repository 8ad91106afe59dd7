"""The workbench wears the site's clothes: one sign-in, one frame, every input named for those who hear the page."""

import re
from urllib.parse import parse_qs

import pytest
from django.urls import reverse

from tests.factories.actionplan import FundingFactory
from tests.factories.parties import participant, person

pytestmark = pytest.mark.django_db


def test_who_is_not_signed_in_is_sent_to_the_one_sign_in(client):
    response = client.get("/admin/parties/party/", follow=True)

    assert response.request["PATH_INFO"] == reverse("account_login")
    assert parse_qs(response.request["QUERY_STRING"]) == {"next": ["/admin/parties/party/"]}


def test_who_holds_no_office_of_the_workbench_is_told_so(client):
    client.force_login(person("focal_point", participant("EG")))

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "This page is not open to you" in response.content.decode()


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_first_page_stands_in_the_frame_of_the_house(officer, language, direction):
    officer.cookies["django_language"] = language

    page = officer.get("/admin/").content.decode()

    assert f'<html lang="{language}" dir="{direction}">' in page
    assert 'class="masthead"' in page
    assert "theme-toggle" not in page
    assert (
        page.index("admin/css/base.css") < page.index("khartoum/css/tokens.css") < page.index("khartoum/css/admin.css")
    )


def test_every_input_of_a_row_is_named_for_those_who_hear_the_page(officer):
    activity = FundingFactory().activity

    page = officer.get(f"/admin/actionplan/activity/{activity.pk}/change/").content.decode()

    inputs = re.findall(r'<(?:input|select|textarea)[^>]*name="funding-0-[^>]*>', page)
    seen = [tag for tag in inputs if 'type="hidden"' not in tag]
    assert len(seen) >= 4
    assert [tag for tag in seen if "aria-label=" not in tag] == []


@pytest.mark.parametrize("address", ["/admin/reports/", "/admin/reports/contribution/", "/admin/meetings/meeting/add/"])
def test_way_to_a_page_is_a_list_whose_last_step_is_the_page(officer, address):
    page = officer.get(address).content.decode()

    (way,) = re.findall(r'<ol class="breadcrumbs">(.*?)</ol>', page, re.DOTALL)
    assert way.count('aria-current="page"') == 1
    assert way.rindex('aria-current="page"') > way.rindex("<a ")
    assert 'div class="breadcrumbs"' not in page


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    ("address", "section", "is_named"),
    [
        ("/admin/meetings/meeting/", "/admin/meetings/", False),
        ("/admin/parties/party/add/", "/admin/parties/", False),
        ("/admin/meetings/decision/", "/admin/meetings/", True),
    ],
)
def test_way_to_a_page_names_a_section_unless_its_list_is_called_the_same(
    language, address, section, is_named, officer
):
    officer.cookies["django_language"] = language

    page = officer.get(address).content.decode()

    (way,) = re.findall(r'<ol class="breadcrumbs">(.*?)</ol>', page, re.DOTALL)
    assert (f'href="{section}"' in way) is is_named
