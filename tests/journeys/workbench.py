"""An officer at the workbench: opens rows, takes steps by their buttons, fills in what a page asks."""

import re

from playwright.sync_api import Locator, Page

STEP = "a.workbench-step"


class Workbench:
    """The workbench in one officer's browser. Rows are found by searching, as an officer would."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.address = page, f"{site}/admin"

    def open(self, model: str, words: str = "", *, row: str = "") -> "Workbench":
        """The first row that the search of a list finds, or the first that says `row`."""
        self.page.goto(f"{self.address}/{model}/?q={words}")
        with self.page.expect_navigation():
            self.page.locator("#result_list tbody tr", has_text=row).locator("th a").first.click()
        return self

    def add(self, model: str, **answers) -> "Workbench":
        """A new row; ends on its page."""
        self.page.goto(f"{self.address}/{model}/add/")
        return self.save(**answers)

    def save(self, **answers) -> "Workbench":
        """Change the row that is open, and stay on its page."""
        fill(self.page, **answers)
        self._press("input[name=_continue]")
        return self

    def take(self, step: str, **answers) -> "Workbench":
        """A step of the row that is open: its button, what it asks, its confirmation."""
        self.ask_for(step)
        fill(self.page, **answers)
        self._press("#content-main button[type=submit]")
        return self

    def ask_for(self, step: str) -> None:
        """The page of a step, nothing filled in yet."""
        self._press(f"{STEP}[href$='/step/{step}/']", done=False)

    @property
    def steps(self) -> list[str]:
        """What can be done next with the row that is open."""
        links = self.page.locator(STEP).all()
        return [re.search(r"/step/(\w+)/$", link.get_attribute("href"))[1] for link in links]

    def reads(self, field: str) -> str:
        """What a field that is shown and not typed says."""
        return self.page.locator(f".field-{field} .readonly").first.inner_text()

    def _press(self, button: str, *, done: bool = True) -> None:
        with self.page.expect_navigation():
            self.page.locator(button).click()
        if done:
            refusals = self.page.locator(".errornote, .errorlist").all_inner_texts()
            assert refusals == []
            assert self.page.locator(".messagelist .success").count() == 1


def fill(page: Page, **answers) -> None:
    """Type, choose or tick; a row that is folded is opened first."""
    for name, value in answers.items():
        field = page.locator(f"main [name='{name}']")
        folded = page.locator("main details:not([open])", has=page.locator(f"[name='{name}']"))
        if folded.count():
            folded.locator("summary").click()
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option([option_of(field, words) for words in ([value] if isinstance(value, str) else value)])
        elif isinstance(value, bool):
            field.set_checked(value)
        else:
            field.fill(value)


def option_of(field: Locator, words: str) -> str:
    """The value of the option that says these words, or else of the only one that contains them."""
    options = field.locator("option").evaluate_all("all => all.map(one => [one.text.trim(), one.value])")
    exact = [value for text, value in options if text == words]
    found = exact or [value for text, value in options if words in text]
    assert len(found) == 1, (words, options)
    return found[0]
