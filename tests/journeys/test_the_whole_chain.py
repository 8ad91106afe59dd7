"""One round from a draft on a phone to the published report, each step by whoever takes it, in their own language."""

import hashlib
import json
from datetime import datetime, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import PHONE, fits
from tests.journeys.workbench import Workbench

TITLES = {"en": "Second periodic report", "fr": "Deuxième rapport périodique", "ar": "التقرير الدوري الثاني"}
WORDS = {
    "en": "The overview of regular pathways was published and is in use.",
    "fr": "L'inventaire des voies régulières a été publié et il est utilisé.",
    "ar": "نُشر العرض العام للمسارات النظامية وهو قيد الاستخدام.",
}
TO_DO = {"en": "Keep the overview current", "fr": "Tenir l'inventaire à jour", "ar": "تحديث العرض العام بانتظام"}
RESERVATION = "Riserviamo la nostra posizione sul calendario di questo paragrafo."


@pytest.fixture
def today() -> str:
    """In Paris, where the demonstration's meetings are held."""
    return datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()


def test_a_round_is_walked_from_the_draft_to_the_published_report(visit, site, today):
    egypt = visit("egypt", language="ar", size=PHONE, path="/portal/")
    secretariat = Workbench(visit("secretariat"), site)
    presidency = Workbench(visit("presidency", language="fr"), site)

    submit_on_a_phone(egypt)
    ask_egypt(secretariat)
    reply(egypt)
    for name in ("Egypt", "Germany"):
        secretariat.open("reports/contribution", name).take("complete")

    consolidate(presidency)
    endorsed = endorse(presidency, today)
    shown_to_ministers = review(presidency, today)
    assert shown_to_ministers == endorsed

    presidency.open("reports/consolidatedreport", "Second periodic").take("publish", decision="MIN-4/1")
    assert presidency.steps == ["corrigendum"]
    walk(visit(path="/chain/"), endorsed)


def press(page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


def submit_on_a_phone(page):
    """All is answered: it is reviewed, one answer is changed and it is sent; the receipt can be checked."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    press(page, "main .card a.button--main")
    assert page.url.endswith("/review/")
    assert fits(page)
    press(page, "main a[href$='/form/']")
    assert fits(page)
    page.locator("main textarea").first.fill("افتُتح مركز جديد لتدريب موظفي الحدود.")
    press(page, "button[name=review]")
    assert fits(page)
    assert "افتُتح مركز جديد" in page.locator("main").inner_text()
    press(page, "main form[method=post] button[type=submit]")

    assert page.url.endswith("/receipt/")
    assert fits(page)
    sent = page.request.get(urljoin(page.url, page.locator("main a[href$='/submissions/1/']").get_attribute("href")))
    assert page.locator("main code").first.inner_text() == hashlib.sha256(sent.body()).hexdigest()
    assert json.loads(sent.body())["participant"] == "EG"


def ask_egypt(secretariat):
    secretariat.open("reports/contribution", "Egypt").take("ask", asked="In which city is the new centre?")
    assert "In which city is the new centre?" in secretariat.page.locator("#queries-group").inner_text()


def reply(page):
    """What is asked stands first; the reply is one field."""
    page.goto(urljoin(page.url, "/portal/"))
    press(page, "main .card a.button--main")
    assert fits(page)
    page.locator("#questions textarea").fill("في أسوان.")
    press(page, "#questions button.button--main")

    assert "في أسوان." in page.locator("#questions").inner_text()
    assert page.locator("#questions textarea").count() == 0


def consolidate(presidency):
    """The cut-off; then a text is written, circulated and tabled, its SHA-256 taken on the way."""
    presidency.open("reports/round", "DEMO-2").take("close_to_contributions")
    presidency.add(
        "reports/consolidatedreport",
        round="Deuxième cycle de rapports",
        **{f"title_{code}": title for code, title in TITLES.items()},
    )
    presidency.save(
        **{"paragraphs-0-number": "1", "paragraphs-0-activity": "CAP-1.1"},
        **{f"paragraphs-0-text_{code}": text for code, text in WORDS.items()},
    )
    until = (datetime.now(ZoneInfo("UTC")) + timedelta(days=14)).strftime("%Y-%m-%dT%H:%M")
    presidency.take("circulate", comments_until=until).take("close_comments").take("table")


def take_place(presidency, code, today):
    """The meeting lies ahead in the demonstration: its day is moved, then it is said to have taken place."""
    presidency.open("meetings/meeting", code).save(begins_on=today, ends_on=today)
    if "convene" in presidency.steps:
        presidency.take("convene")
    presidency.take("hold")


def endorse(presidency, today) -> str:
    """Senior officials endorsed with one reservation to one paragraph: the tabled text is the endorsed one."""
    take_place(presidency, "SOM-DEMO-12", today)
    presidency.open("reports/consolidatedreport", "Second periodic")
    tabled = presidency.reads("tabled_hash")
    presidency.take(
        "record_endorsement",
        verb="a entériné",
        number="SOM-12/1",
        decided_on=today,
        text_en="Senior officials endorsed the second periodic report.",
        reservation_0_party="Italie",
        reservation_0_paragraph="1. ",
        reservation_0_text=RESERVATION,
    )
    assert presidency.reads("endorsed_hash") == tabled
    presidency.open("meetings/meeting", "SOM-DEMO-12").take("conclude")
    presidency.open("reports/consolidatedreport", "Second periodic")
    return tabled


def review(presidency, today) -> str:
    """Ministers reviewed it and asked for a follow-up; gives the SHA-256 of the text before them."""
    presidency.take("transmit")
    take_place(presidency, "MIN-DEMO-4", today)
    presidency.open("reports/consolidatedreport", "Second periodic").take(
        "record_review",
        verb="a examiné",
        number="MIN-4/1",
        decided_on=today,
        text_en="Ministers reviewed the second periodic report.",
        follow_up_0_activities="CAP-1.1",
        follow_up_0_owner="Égypte",
        **{f"follow_up_0_{code}": title for code, title in TO_DO.items()},
    )
    presidency.open("meetings/meeting", "MIN-DEMO-4").take("conclude")
    return presidency.open("reports/review", row=TITLES["fr"]).reads("text_hash")


def walk(page, endorsed):
    """Anybody: from the report to what ministers asked for, back to its activity, and to the text itself."""
    press(page, f"main .cell-list a:text-is('{TITLES['en']}')")
    report = page.url
    assert "CAP-1.1" in page.locator("main section[aria-labelledby=above-title]").inner_text()
    press(page, "main a[href*='/portal/reports/']")

    assert {code.inner_text() for code in page.locator("aside code").all()} >= {endorsed}
    assert page.locator("aside [aria-label='Ministers'] code").inner_text() == endorsed
    assert RESERVATION in page.locator("aside [aria-label='Senior officials']").inner_text()
    assert WORDS["en"] in page.locator("main article").inner_text()

    page.goto(report)
    for kind in ("endorsement", "review", "decision", "follow_up"):
        press(page, f"main .cell-list a[href*='/chain/{kind}/']")
    assert page.locator("h1").inner_text() == TO_DO["en"]
    press(page, "main section[aria-labelledby=below-title] a")
    assert "CAP-1.1" in page.locator("h1").inner_text()
