"""A question goes round: about one answer, changed and replied to on a phone, asked again, nothing to add, settled."""

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

from khartoum.demonstration.contributing import contribution_of
from reports.models import Round
from tests.journeys.conftest import PHONE, fits
from tests.journeys.workbench import Workbench

ASKED, AGAIN = "In which month did the law enter into force?", "Is its text public?"


@pytest.fixture
def contribution(site):
    return contribution_of(Round.objects.get(code="DEMO-2"), "DE")


@pytest.fixture
def officer(visit, site, contribution) -> Workbench:
    workbench = Workbench(visit("secretariat"), site)
    return workbench.open("reports/contribution", contribution.receipt_number)


@pytest.fixture
def asked(officer):
    officer.take("ask", asked=ASKED, question="main developments")
    return officer


def thread(officer, contribution) -> Workbench:
    """The page of the only question, by its link from the contribution."""
    officer.page.goto(f"{officer.address}/reports/contribution/{contribution.pk}/change/")
    with officer.page.expect_navigation():
        officer.page.locator("#queries-group a[href*='/reports/query/']").click()
    return officer


def test_a_question_is_replied_to_asked_again_and_settled(visit, asked, contribution):
    page = visit("germany", size=PHONE, path="/portal/")
    page.get_by_role("link", name="Answer the question").click()
    page.get_by_role("link", name="Change this answer").click()
    area = page.locator("main textarea").first
    before = area.input_value()
    area.fill(f"{before} In force since May.")
    expect(page.locator("main textarea")).to_have_count(1)
    page.get_by_role("button", name="Save", exact=True).click()

    changes = page.locator("#changes")
    expect(changes.locator("ins")).to_contain_text("In force since May.")
    assert Axe().run(page)["violations"] == []
    assert fits(page)
    page.locator("#questions textarea").fill("In May.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_text("received", exact=True)).to_be_visible()
    expect(changes).to_have_count(0)

    thread(asked, contribution).take("ask_again", asked=AGAIN)
    page.goto(page.url)
    expect(page.get_by_text(AGAIN)).to_be_visible()
    page.get_by_text("asked and replied before").click()
    expect(page.get_by_text(ASKED)).to_be_visible()
    page.get_by_role("button", name="Nothing to add").click()
    expect(page.get_by_text("nothing to add", exact=True)).to_be_visible()
    thread(asked, contribution).take("settle")

    page.goto(page.url)
    expect(page.get_by_text("settled", exact=True)).to_be_visible()
    page.get_by_role("link", name="Submission 2", exact=True).click()
    expect(page.locator("main ins")).to_contain_text("In force since May.")
    assert Axe().run(page)["violations"] == []
    page.goto(page.url.replace("/2/", "/1/"))
    expect(page.get_by_text(before)).to_be_visible()
    expect(page.get_by_text("In force since May.")).to_have_count(0)
