"""What is sent without a session beside answers: choices wait, a file is asked for again, a button leads back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports.models import Attachment
from reports.urls import urlpatterns
from tests.factories.parties import person
from tests.factories.reports import drafted, opened_round
from tests.foundation.uploads.files import pdf_file
from tests.reports.offline.forms import Workbook, as_shown, download, stands, upload, url
from tests.reports.test_editions import AHEAD
from tests.reports.test_unsent import end_session

pytestmark = pytest.mark.django_db
WORDS = "Forty were trained, and nothing is lost."
OF_SCRIPTS = {"portal-autosave", "portal-counts", "portal-who"}
PART = re.compile(r"<\w+:(\w+)>")
UUID = "7d3c1f0a-52be-4a51-9a3c-2f8f1c8b6d11"
PARTS = {"uuid": UUID, "query": UUID, "handed": UUID, "attachment": UUID, "name": UUID, "number": 1, "place": 1}
PARTS |= {"kind": "xlsx", "language": "en", "answer": UUID}


@pytest.fixture
def draft(party):
    return drafted(party, opened_round(party, **AHEAD))


@pytest.fixture
def user(party):
    return person("focal_point", party)


@pytest.fixture
def browser(user):
    made = Client()
    made.force_login(user)
    return made


def marked(page):
    return {"made-for": re.findall(r'name="made-for" value="([^"]+)"', page.content.decode())[-1]}


def test_a_file_is_asked_for_again_where_what_was_written_beside_it_stands(browser, user, draft):
    address = url("attachments", draft)
    page = browser.get(address)
    place = page.context["form"].fields["place"].choices[-1][0]
    typed = {"place": place, "title": WORDS, **marked(page)}
    end_session(browser)
    led = browser.post(address, typed | {"content": SimpleUploadedFile("annex.pdf", pdf_file())})["Location"]
    door = browser.get(led).content.decode()
    browser.force_login(user)
    page = browser.get(address)
    browser.post(address, typed | {"content": SimpleUploadedFile("annex.pdf", pdf_file())})

    assert (f"next={address}" in led, "The file that you have just sent did not arrive" in door) == (True, True)
    assert "The file “<bdi>annex.pdf</bdi>” did not arrive" in page.content.decode()
    assert [page.context["form"][name].value() for name in ("place", "title")] == [place, WORDS]
    assert Attachment.objects.get().title == WORDS
    assert "did not arrive" not in browser.get(address).content.decode()


def filled_in(browser, draft):
    book = Workbook(download(browser, draft))
    book.fill("What was achieved?", WORDS)
    return book.saved()


def test_a_filled_in_form_is_asked_for_again_by_its_name(browser, user, draft):
    address, content = url("offline", draft), filled_in(browser, draft)
    mark = marked(browser.get(address))
    end_session(browser)
    browser.post(address, mark | {"content": SimpleUploadedFile("form.xlsx", content)})
    browser.force_login(user)
    page = browser.get(address).content.decode()
    upload(browser, draft, content)

    assert "The file “<bdi>form.xlsx</bdi>” did not arrive" in page
    assert "did not arrive" not in browser.get(address).content.decode()


def test_what_was_chosen_of_a_file_stands_in_its_comparison_and_is_taken_in(browser, user, draft):
    shown = upload(browser, draft, filled_in(browser, draft))
    sent = as_shown(shown) | marked(shown)
    end_session(browser)
    led = browser.post(url("take-in", draft), sent)["Location"]
    browser.force_login(user)
    page = browser.get(url("offline", draft))
    waiting = stands(draft)
    browser.post(url("take-in", draft), as_shown(page))

    assert (f"next={url('offline', draft)}&ended=unsent" in led, waiting) == (True, {})
    assert (page.status_code, WORDS in page.content.decode()) == (200, True)
    assert list(stands(draft).values()) == [WORDS]
    assert "What the file would change" not in browser.get(url("offline", draft)).content.decode()


def test_choices_of_a_file_are_shown_where_nothing_is_taken_in_any_more(browser, user, draft):
    shown = upload(browser, draft, filled_in(browser, draft))
    sent = as_shown(shown) | marked(shown)
    end_session(browser)
    browser.post(url("take-in", draft), sent)
    type(draft).objects.filter(pk=draft.pk).update(state="nothing_to_report")
    browser.force_login(user)
    page = browser.get(url("offline", draft)).content.decode()

    assert ("Answers cannot be changed now" in page, WORDS in page, stands(draft)) == (True, True, {})


def test_whoever_signs_in_after_sending_anything_comes_to_a_page_that_opens(client):
    named = [one for one in urlpatterns if one.name not in OF_SCRIPTS]
    addresses = [
        reverse(one.name, kwargs={part: PARTS[part] for part in PART.findall(str(one.pattern))}) for one in named
    ]
    sent = [answer for answer in map(client.post, addresses) if answer.status_code == 302]
    led = [re.search("next=([^&]+)", answer["Location"])[1] for answer in sent]

    assert len(led) >= 25
    assert [to for to in led if client.get(to).status_code == 405] == []
    assert {re.search("ended=(.+)", answer["Location"])[1] for answer in sent} == {"again", "kept"}
