"""The first report with the keyboard alone: begun, written, reviewed and submitted by Tab, Enter and Space."""

import pytest

from khartoum.demonstration.people import DOMAIN, PASSWORD
from reports.models import Contribution
from tests.journeys.autosave import READY

STOPS = 400
"""More than any page has."""
HERE = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const hit = document.elementFromPoint(box.x + box.width / 2, Math.max(box.y, 0) + 2);
  return {
    tag: at.tagName, asks: at.inputMode, name: at.name || "", type: at.type || "", value: at.value || "",
    checked: at.checked || false,
    lines: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inSight: box.bottom > 0 && box.top < innerHeight && hit !== null && (at.contains(hit) || hit.contains(at)),
  };
}"""


class Keyboard:
    """Somebody who cannot use a pointer; every stop must be seen."""

    def __init__(self, page) -> None:
        self.page = page

    def tab(self) -> dict[str, object]:
        """The next stop."""
        self.page.keyboard.press("Tab")
        here = self.page.evaluate(HERE)
        assert here["lines"], here
        assert here["inSight"], here
        return here

    def to(self, selector: str) -> None:
        """On to the first thing of this kind."""
        for _stop in range(STOPS):
            self.tab()
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"{selector} is not reached")

    def press(self, selector: str, key: str = "Enter") -> None:
        """On to it, and onto the page it leads to."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def answer(self) -> None:
        """Whatever the form asks at this stop."""
        here = self.page.evaluate(HERE)
        if here["name"].startswith("c-") and not here["checked"]:
            self.page.keyboard.press("Space")
        elif here["tag"] == "SELECT" and not here["value"]:
            self.page.keyboard.press("ArrowDown")
        elif here["tag"] == "TEXTAREA":
            self.page.keyboard.press("Control+End")
            self.page.keyboard.type("Key by key. ")
        elif here["type"] == "text" and not here["value"]:
            self.page.keyboard.type("https://example.org/key" if here["asks"] == "url" else "12")


def test_the_first_report_needs_no_pointer(visit):
    page = visit(path="/accounts/login/")
    keyboard = Keyboard(page)

    keyboard.to("input[name=login]")
    page.keyboard.type(f"tunisia@{DOMAIN}")
    keyboard.to("input[name=password]")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keyboard.press("form[action$='/start/'] button", "Space")

    page.wait_for_selector(READY)
    for _stop in range(STOPS):
        here = keyboard.tab()
        if here["name"] == "review":
            break
        keyboard.answer()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/review/")
    assert page.locator(".note--grave").count() == 0

    keyboard.press("main form[method=post] button[type=submit]")
    assert page.url.endswith("/receipt/")
    assert Contribution.objects.get(party__code="TN", state="submitted").snapshots.count() == 1


def test_the_first_stop_leads_past_the_head_of_the_page(visit):
    page = visit("egypt", path="/portal/")
    keyboard = Keyboard(page)

    keyboard.to("a.skip")
    page.keyboard.press("Enter")
    keyboard.tab()

    assert page.evaluate("document.activeElement.closest('main') !== null")
