"""A note verbale in place of the form: the Secretariat registers it, the participant says which words are its own."""

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

from khartoum.demonstration.contributing import contribution_of
from reports.models import Answer, Round
from tests.journeys.conftest import PHONE, fits
from tests.journeys.workbench import fill

WORDS = "Soixante fonctionnaires ont été formés."
NEEDS = "Un appui à la formation des juges est souhaité."


@pytest.fixture
def round_(site):
    return Round.objects.get(code="DEMO-2")


@pytest.fixture
def registered(visit, site, round_, tmp_path):
    """The note of Tunisia, registered from the list of participants: only the file and its language are chosen."""
    note = tmp_path / "note verbale.txt"
    note.write_text(f"Note verbale. {WORDS} {NEEDS}", encoding="utf-8")
    page = visit("secretariat", path=f"/admin/reports/round/{round_.pk}/overview/")
    page.get_by_role("link", name="Register a letter: Tunisia").click()
    page.locator("main [name=content]").set_input_files(note)
    fill(page, language="French")
    page.get_by_role("button", name="Register a letter").click()
    expect(page.locator(".messagelist .success")).to_have_count(1)
    assert page.url.endswith("/overview/")
    return page


def arrange(page, *passages):
    """From the list of participants to the letter, and its words under two questions."""
    page.get_by_role("row", name="Tunisia").get_by_role("link", name="received").click()
    page.get_by_role("link", name="note verbale", exact=True).click()
    for number, (question, words) in enumerate(passages):
        if number:
            page.locator(".add-row a").click()
        fill(page, **{f"passages-{number}-question": question, f"passages-{number}-text": words})
    page.locator("input[name=_continue]").click()
    expect(page.locator(".messagelist .success")).to_have_count(1)


def test_a_note_verbale_is_registered_and_the_participant_confirms_and_corrects(visit, site, round_, registered):
    arrange(registered, ("main developments", WORDS), ("main developments", NEEDS))
    contribution = contribution_of(round_, "TN")
    assert contribution.state == "submitted"
    assert not Answer.objects.filter(contribution=contribution).exists()

    page = visit("tunisia", language="fr", size=PHONE, path="/portal/")
    page.get_by_role("link", name="Confirmer ce qui a été placé").click()
    letter = page.locator("#letter")
    expect(letter.get_by_text("placé par le Secrétariat")).to_have_count(2)
    assert Axe().run(page)["violations"] == []
    assert fits(page)
    letter.get_by_role("button", name="Confirmer", exact=True).first.click()
    expect(letter.get_by_text("confirmé par le participant")).to_have_count(1)
    letter.get_by_role("button", name="Corriger dans le formulaire").click()
    page.wait_for_url("**/form/*")

    assert contribution_of(round_, "TN").state == "reopened"
    assert Answer.objects.filter(contribution=contribution, text__contains=WORDS).exists()
