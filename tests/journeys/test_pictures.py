"""The pictures of README and guides, taken anew from the demonstration (`make pictures`)."""

from pathlib import Path

import pytest
from django.conf import settings

from khartoum.demonstration.contributing import contribution_of
from reports.models import Round
from tests.journeys.tabled import circulated_report
from tests.journeys.test_comments import comment
from tests.journeys.test_letter import arrange
from tests.journeys.workbench import fill

pytestmark = pytest.mark.picture
PICTURES = settings.BASE_DIR / "docs" / "pictures"
CHAIN = {"width": 1440, "height": 1400}
DESK = {"width": 1280, "height": 1000}
GUIDE = {"width": 880, "height": 720}
PHONE = {"width": 390, "height": 1100}
BEGIN = "main form[action$='/start/'] button"
ONE = "/portal/contributions/"
WORDING = {
    "en": {"text": "The overview is in use in three States.", "reason": "It was three by June."},
    "ar": {"text": "العرض العام قيد الاستخدام في ثلاث دول.", "reason": "بلغ العدد ثلاثاً في حزيران/يونيو."},
}
REMARK = {"en": "A clear text; please name the months.", "ar": "نص واضح؛ يُرجى ذكر الأشهر."}


@pytest.fixture
def take(visit):
    """Keep a picture of what somebody sees at an address, with its heading or the part `at` on top."""

    def picture(name, path, *, who="", size=GUIDE, at=""):
        page = visit(who, language=name[-2:], size=size, path=path)
        show(page, name, at)
        return page

    return picture


def show(page, name: str, at: str = "") -> None:
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.fonts.ready.then(() => null)")
    if at:
        page.locator(at).first.evaluate("part => part.scrollIntoView({block: 'start'})")
    page.screenshot(path=PICTURES / f"{name}.png")


def address(round_: str, code: str, page: str = "") -> str:
    """In the portal: the contribution of one participant to one round."""
    return f"{ONE}{contribution_of(Round.objects.get(code=round_), code).uuid}/{page}"


def test_of_the_readme(take, released):  # the demonstration is no copy: it sends
    take("chain-en", "/chain/", size=CHAIN)
    take("chain-ar", "/chain/", size=CHAIN)
    take("workbench-en", "/admin/", who="presidency", size=DESK)


def test_of_the_guide_for_senior_officials(take):
    take("guide-sign-in-fr", "/accounts/login/")
    take("guide-home-en", "/portal/", who="egypt")
    take("guide-home-ar", "/portal/", who="egypt")
    take("portal-ar", "/portal/", who="egypt", size=PHONE)
    take("guide-form-ar", address("DEMO-2", "EG", "form/"), who="egypt")
    take("guide-review-en", address("DEMO-2", "EG", "review/"), who="egypt")
    take("guide-signing-en", address("DEMO-2", "EG", "signing/"), who="egypt")
    take("guide-question-en", address("DEMO-2", "KE"), who="kenya")
    take("guide-receipt-ar", address("DEMO-1", "EG", "receipt/"), who="egypt")
    take("guide-translation-ar", address("DEMO-1", "EG"), who="egypt", at="section.panel:has(.translation)")
    take("guide-became-fr", address("DEMO-1", "TN"), who="tunisia")

    page = take("guide-joint-fr", address("DEMO-2", "EG", "joint/"), who="egypt")
    fill(page, party="Érythrée")
    page.locator("main form button[type=submit].button--main").click()
    page.wait_for_load_state()
    show(page, "guide-joint-fr")

    page = take("guide-home-fr", "/portal/", who="tunisia")
    page.locator(BEGIN).first.click()
    page.wait_for_url("**/form/")
    show(page, "guide-form-fr")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_of_comments_on_a_draft(take, site, language):
    report = circulated_report()
    page = take(f"guide-comment-{language}", f"/portal/reports/{report.uuid}/", who="egypt", at="#comments")
    comment(page, "wording", about=str(report.paragraphs.get().number), **WORDING[language])
    comment(page, "remark", text=REMARK[language])
    table = f"/admin/reports/consolidatedreport/{report.pk}/change/"
    take(f"guide-comments-{language}", table, who="presidency", size=DESK, at="#comments")


def test_of_the_guide_for_the_secretariat(take, site, tmp_path: Path):
    round_ = Round.objects.get(code="DEMO-2")
    asked = contribution_of(round_, "KE").queries.get()
    take("guide-thread-en", f"/admin/reports/query/{asked.pk}/change/", who="secretariat", size=DESK)

    page = take("guide-overview-en", f"/admin/reports/round/{round_.pk}/overview/", who="secretariat", size=DESK)
    note = tmp_path / "note verbale.txt"
    note.write_text("Note verbale. Sixty officials were trained.", encoding="utf-8")
    page.get_by_role("link", name="Register a letter: Tunisia").click()
    page.locator("main [name=content]").set_input_files(note)
    fill(page, language="French")
    show(page, "guide-letter-en")
    page.get_by_role("button", name="Register a letter").click()
    arrange(page, ("main developments", "Sixty officials were trained."))
    show(page, "guide-passages-en", "#passages-group")
