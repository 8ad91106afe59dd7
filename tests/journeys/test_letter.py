"""A note verbale in place of the form: the Secretariat registers it, the participant says which words are its own."""

import sys

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

from khartoum.demonstration.contributing import contribution_of
from reports.models import Answer, Round
from tests.journeys.conftest import DESK, PHONE, fits
from tests.journeys.hand import Hand
from tests.journeys.workbench import fill, option_of

WORDS = "Soixante fonctionnaires ont été formés."
NEEDS = "Un appui à la formation des juges est souhaité."


@pytest.fixture
def round_(site):
    return Round.objects.get(code="DEMO-2")


@pytest.fixture
def note(tmp_path):
    """The file of a note verbale in French."""
    file = tmp_path / "note verbale.txt"
    file.write_text(f"Note verbale. {WORDS} {NEEDS}", encoding="utf-8")
    return file


@pytest.fixture
def officer(visit):
    """An officer of the Secretariat at the first page of the workbench."""
    return Hand(visit("secretariat", path="/admin/"), "en", DESK)


@pytest.fixture
def registered(officer, note):
    """The note of Tunisia, registered from the workbench's first page."""
    register(officer, "Tunisia", note)
    return officer.page


def register(hand, participant, note):
    """From the first page over the list of participants and back to it: only the file and its language are chosen."""
    page = hand.page
    received = page.get_by_role("link", name="Received: ")
    hand.finds(received)
    hand.presses(received)
    row = page.get_by_role("row", name=participant)
    hand.finds(row)
    hand.presses(row.get_by_role("link", name="Register a letter"))
    hand.looks()
    hand.attaches(page.locator("main [name=content]"), note)
    language = page.locator("main [name=language]")
    hand.chooses(language, option_of(language, "French"))
    hand.presses(page.get_by_role("button", name="Register a letter"))
    hand.reads(page.locator(".messagelist .success"))
    assert page.url.endswith("/overview/")


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


def test_a_note_verbale_is_registered_in_under_a_minute(officer, site, round_, note, capsys):
    register(officer, "Tunisia", note)

    contribution = contribution_of(round_, "TN")
    assert contribution.state == "submitted"
    assert contribution.submitted_at is not None
    with capsys.disabled():
        sys.stdout.write(f"\n{officer.told('letter')}\n")
    assert officer.minutes < 1
