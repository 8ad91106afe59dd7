"""An answer in Arabic is translated out of the form by its participant, and read and added to by the Secretariat."""

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

from khartoum.demonstration.contributing import contribution_of
from reports.models import Round
from tests.journeys.conftest import PHONE, fits

FORM, AUTHENTIC, BENEATH = ".answer__translations", "dd.written [lang=ar]", ".translation"
ARABIC, ENGLISH, FRENCH = "بدأت المجموعة عملها.", "The group began its work.", "Le groupe a commencé ses travaux."


@pytest.fixture
def contribution(site):
    return contribution_of(Round.objects.get(code="DEMO-2"), "EG")


def press(page, button):
    with page.expect_navigation():
        page.locator(button).last.click()


def save(page, words):
    page.locator("main textarea[name=text]").fill(words)
    press(page, "main form button[type=submit]")


def test_an_answer_in_arabic_is_translated_and_stays_authentic(visit, site, contribution):
    page = visit("egypt", language="ar", size=PHONE, path=f"/portal/contributions/{contribution.uuid}/form/")
    page.locator("main textarea").first.fill(ARABIC)
    with page.expect_navigation():
        page.locator(f"{FORM} button").first.click()

    expect(page.locator("main .written").first).to_have_text(ARABIC)
    assert Axe().run(page)["violations"] == []
    save(page, ENGLISH)
    expect(page.locator(FORM).first).to_contain_text("الإنجليزية")
    assert fits(page)
    press(page, "main button[name=review]")
    press(page, "main form button.button--main")
    press(page, f"main a[href$='/{contribution.uuid}/']")
    beneath = page.locator(BENEATH).first
    expect(beneath).to_contain_text("ترجمة من المشارك")
    expect(beneath).to_contain_text(ENGLISH)

    desk = visit("secretariat", path=f"/admin/reports/contribution/{contribution.pk}/change/")
    expect(desk.locator(BENEATH)).to_contain_text("Translation by the participant")
    expect(desk.locator(AUTHENTIC).first).to_have_text(ARABIC)
    desk.locator("dd.translate a").first.click()
    expect(desk.get_by_text("only its own people change that")).to_be_visible()
    desk.locator("main a[href*='into=fr']").click()
    save(desk, FRENCH)
    expect(desk.locator(BENEATH).filter(has_text=FRENCH)).to_contain_text("Translation by the Secretariat")

    page.reload()
    expect(page.locator(BENEATH).filter(has_text=FRENCH)).to_contain_text("ترجمة من الأمانة")
    expect(page.locator(AUTHENTIC).first).to_have_text(ARABIC)
