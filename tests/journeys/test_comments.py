"""A circulated draft is commented on in the portal; the drafters read one table, and say what became of each."""

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, fits
from tests.journeys.tabled import TITLE, circulated_report
from tests.journeys.workbench import Workbench, fill

WORDING, REMARK = "The overview is in use in three States.", "Say which courses."


@pytest.fixture
def report(site):
    return circulated_report()


def comment(page: Page, kind: str, *, about: str = "", text: str = "", reason: str = "") -> None:
    """Fill in the form under the draft and send it; `about` is said as the form offers it."""
    page.locator(f"main [name=kind][value={kind}]").check()
    if about:
        fill(page, paragraph=about)
    fill(page, text=text, reason=reason)
    with page.expect_navigation():
        page.locator("form[action$='/comments/'] button[type=submit]").click()


def test_comments_are_made_and_answered(visit, site, report):
    page = visit("egypt", size=PHONE, path="/portal/")
    page.locator(f"main a[href^='/portal/reports/{report.uuid}/']").first.click()
    page.get_by_role("link", name="Comment on this draft").click()
    assert Axe().run(page)["violations"] == []
    comment(page, "wording", about="paragraph 1", text=WORDING, reason="It was three by June.")
    comment(page, "remark", about="the report as a whole", text=REMARK)
    said = page.locator("#comments article")
    expect(said).to_have_count(2)
    expect(said.filter(has_text=WORDING)).to_contain_text("Paragraph 1")
    assert Axe().run(page)["violations"] == []
    assert fits(page)

    other = visit("germany", path=f"/portal/reports/{report.uuid}/")
    expect(other.get_by_text(WORDING)).to_have_count(0)
    comment(other, "none", about="the report as a whole")
    expect(other.locator("#comments article")).to_have_count(1)

    officer = Workbench(visit("presidency"), site).open("reports/consolidatedreport", row=TITLE["en"])
    rows = officer.page.locator("#comments tbody tr")
    assert [row.locator("th").inner_text() for row in rows.all()] == ["Egypt", "Germany", "Egypt"]
    expect(rows.nth(0)).to_contain_text(REMARK)
    expect(rows.nth(2)).to_contain_text("It was three by June.")
    assert Axe().run(officer.page)["violations"] == []
    rows.nth(2).get_by_role("link", name="Say what becomes of it").click()
    officer.take("take_up_in_part", disposition="Paragraph 1 says three States, without the month.")

    page.goto(page.url)
    expect(said.filter(has_text=WORDING)).to_contain_text("without the month")
    expect(said.filter(has_text=WORDING).get_by_role("button", name="Withdraw")).to_have_count(0)
