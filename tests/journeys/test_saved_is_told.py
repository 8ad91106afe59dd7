"""What the form says once something is saved: to those who listen, in its counts, and beside the answer."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Contribution
from tests.journeys.autosave import READY, say, texts
from tests.journeys.conftest import CUT, PHONE

LISTEN = """() => {
  globalThis.told = [];
  const voice = document.querySelector("#autosave [role=status]");
  new MutationObserver(() => globalThis.told.push(voice.textContent)).observe(voice, { childList: true });
}"""


@pytest.fixture
def page(visit):
    """Tunisia's form of the second round, just begun: everything of the first is to be confirmed."""
    opened = visit("tunisia", path="/portal/")
    opened.get_by_role("button", name="Begin").click()
    opened.wait_for_selector(READY)
    opened.evaluate(LISTEN)
    return opened


def voice(page):
    return page.locator("#autosave [role=status]")


def reopened(page):
    page.reload()
    page.wait_for_selector(READY)
    return page


def test_who_listens_is_told_that_it_is_saved_and_nothing_while_typing(page):
    texts(page).first.press_sequentially("Forty judges were trained.")
    say(texts(page).first, "saved")

    expect(voice(page)).to_have_text(re.compile(r": Saved \d\d:\d\d$"))
    told = page.evaluate("globalThis.told")
    assert all("Saved" in sentence for sentence in told)


def test_who_listens_is_told_that_the_link_is_cut_and_that_it_is_saved_in_the_end(page):
    CUT.add(page)
    page.route("**/form/q-*/", lambda route: route.abort())
    texts(page).first.fill("Typed without a link.")
    expect(voice(page)).to_contain_text("Not yet sent: kept on this device")

    page.unroute("**/form/q-*/")

    expect(voice(page)).to_contain_text(": Saved ", timeout=20_000)


def test_counts_are_true_after_each_save_and_confirmation(page):
    section = page.locator("section.panel", has=page.locator("button[name=confirm]")).first
    beside = section.locator(".progress")
    in_the_list = page.locator(f'nav a[href="#{section.get_attribute("id")}"] + .progress')
    assert "to be confirmed" in beside.inner_text()

    section.locator("button[name=confirm]").click()

    expect(beside).not_to_contain_text("to be confirmed")
    expect(in_the_list).to_have_text(beside.inner_text())
    assert len(page.evaluate("globalThis.told")) == 1, "one sentence for a section that is confirmed"
    for field in texts(page).all():
        field.fill(f"{field.input_value()} And more.")
        say(field, "saved")
    other = page.context.new_page()
    other.goto(page.url)
    expect(page.locator(".progress")).to_have_text(other.locator(".progress").all_inner_texts(), timeout=20_000)


def test_what_is_still_to_be_done_is_true_after_each_save(page):
    section = page.locator("section.panel", has=page.locator("button[name=confirm]")).first
    todo = page.locator("form [data-standing]")
    line = todo.locator(f'a[href="#{section.get_attribute("id")}"]')
    expect(line).to_have_count(1)

    section.locator("button[name=confirm]").click()

    expect(line).to_have_count(0, timeout=20_000)
    shown = todo.locator("li").all_inner_texts()
    assert reopened(page).locator("form [data-standing] li").all_inner_texts() == shown


def test_an_answer_that_changes_says_so_at_once(page):
    box = page.locator('main input[name^="c-"]').first
    answer = page.locator(".answer", has=page.locator(f'[name="{box.get_attribute("name")}"]'))
    box.check()
    expect(answer.locator("[data-since]")).to_have_text("confirmed, unchanged")
    field = answer.locator('[name^="q-"]').first

    field.fill("Something else.")
    expect(answer.locator("[data-since]")).to_have_text("changed")

    name = field.get_attribute("name")
    again = reopened(page).locator(".answer", has=page.locator(f'[name="{name}"]'))
    expect(again.locator("[data-since]")).to_have_text("changed")


def test_a_sum_on_two_lines_begins_both_where_it_is_read_from(visit):
    sent = Contribution.objects.filter(party__code="EG", state="complete").latest("pk")
    page = visit("egypt", language="ar", size=PHONE, path=reverse("portal-receipt", kwargs={"uuid": sent.uuid}))

    styles = page.locator("dd code").first.evaluate(
        "code => { const style = getComputedStyle(code); return [style.direction, style.textAlign, style.display]; }"
    )

    assert styles == ["ltr", "start", "inline-block"]


def test_a_second_round_goes_on_in_the_language_of_the_first(visit):
    page = visit("tunisia", path="/portal/")
    begun = Contribution.objects.filter(party__code="TN", state="complete").latest("pk")
    assert begun.language != "en"

    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector(READY)

    expect(page.locator("select[name=language]")).to_have_value(begun.language)
