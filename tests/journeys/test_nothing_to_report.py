"""Nothing to report for this period: a page with one confirmation, undone as easily."""

import pytest
from playwright.sync_api import expect

from khartoum.demonstration.people import DOMAIN, PASSWORD
from reports.models import Contribution
from tests.journeys.conftest import DESK, PHONE

SAID = {
    "en": ("Nothing to report for this period", "Report after all"),
    "fr": ("Rien à signaler pour la période", "Faire rapport malgré tout"),
    "ar": ("لا جديد للإبلاغ عنه في هذه الفترة", "الإبلاغ مجدداً"),
}


def of_tunisia():
    return Contribution.objects.get(party__code="TN", round__code="DEMO-2")


@pytest.mark.parametrize(("language", "size"), [("en", DESK), ("fr", DESK), ("ar", PHONE)], ids=["en", "fr", "ar"])
def test_nothing_is_reported_and_taken_back(visit, language, size):
    nothing, after_all = SAID[language]
    page = visit("tunisia", language=language, size=size, path="/portal/")

    page.get_by_role("link", name=nothing).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(nothing)
    assert of_tunisia().state == "not_started"
    page.get_by_role("button", name=nothing).click()

    page.wait_for_url("**/portal/**")
    assert of_tunisia().state == "nothing_to_report"
    page.goto(page.url.split("/portal/")[0] + "/portal/")
    expect(page.locator("main .request").first).to_contain_text(nothing, ignore_case=True)

    page.locator("main .request .actions a").first.click()
    page.get_by_role("link", name=after_all).click()
    page.get_by_role("button", name=after_all).click()
    page.wait_for_url("**/portal/**")
    assert of_tunisia().state == "draft"


def test_nothing_to_report_is_said_without_scripts_and_is_received(browser, site):
    context = browser.new_context(viewport=PHONE, locale="en", java_script_enabled=False)
    context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    page = context.new_page()
    page.goto(f"{site}/accounts/login/?next=/portal/")
    page.fill("input[name=login]", f"tunisia@{DOMAIN}")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form").first.locator("button[type=submit]").click()
    page.get_by_role("link", name="Nothing to report for this period").click()
    page.get_by_role("button", name="Nothing to report for this period").click()
    page.wait_for_url("**/portal/**")

    said = of_tunisia()
    context.close()
    assert (said.state, said.receipt_number) == ("nothing_to_report", "DEMO-2/TN/1")
