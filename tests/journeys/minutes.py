"""How long a reader takes over what a journey did, worked out from what was read, typed and chosen, never waited for.

- Reading: 138 words a minute in Arabic, 195 in French (IReST: Trauzettel-Klosinski and Dietz, IOVS 2012). A line that
  was read on an earlier page, under another activity or in an earlier round is known and counts once; what stands in
  the fields already is read each time.
- Writing: to think of a word takes what composing takes longer than copying (Karat et al., CHI 1999: 19 and 32.5
  words a minute), to type it what typing takes on the device (Palin et al., MobileHCI 2019: 36.2 words a minute on a
  phone; Dhakal et al., CHI 2018: 51.6 at a desk). A word is five signs.
- A choice, a button, a box: 2.65 s (Card, Moran and Newell 1980: make up the mind 1.35, point 1.1, press 0.2).
- Every answer that is read and left as it is: 1.35 s to make up the mind.
- A screen further down: 1.45 s (point and press, twice). A page: 5 s to come over a bad link.
"""

from playwright.sync_api import Locator, Page

READ = {"ar": 138, "fr": 195}
THOUGHT_OF = 1 / 19 - 1 / 32.5
BY_THUMB, AT_A_DESK, SIGNS = 1 / 36.2, 1 / 51.6, 5
MIND, ACT, SCREEN, PAGE = 1.35, 2.65, 1.45, 5.0


class Minutes:
    """What one reader did, on one window."""

    def __init__(self, page: Page, language: str, *, by_thumb: bool, known: frozenset[str] = frozenset()) -> None:
        self.page, self.language, self.by_thumb = page, language, by_thumb
        self.known = set(known)
        self.words = self.signs = self.acts = self.left = self.pages = 0
        self.screens = 0.0

    def see(self) -> None:
        """A page has come, and is read from top to bottom."""
        texts = self.page.locator("main textarea")
        filled = {texts.nth(place).input_value() for place in range(texts.count())}
        self.known -= filled
        self.known |= set(self.page.locator("main .visually-hidden").all_inner_texts())
        for line in [*filled, *self.page.locator("main").inner_text().splitlines()]:
            self._read(line.strip())
        self.pages += 1
        self.screens += self.page.evaluate("document.documentElement.scrollHeight / innerHeight - 1")

    def _read(self, line: str) -> None:
        """What of a line is new."""
        if line in self.known:
            return
        new = line
        for known in sorted((one for one in self.known if " " in one and one in line), key=len, reverse=True):
            new = new.replace(known, " ")
        self.known |= {line, new.strip()}
        self.words += len(new.split())

    def write(self, field: Locator, text: str) -> None:
        """Type a text of one's own."""
        field.fill(text)
        self.signs += len(text)

    def choose(self, field: Locator, index: int = 1) -> None:
        """One of what is offered: opened, and chosen."""
        field.select_option(index=index)
        self.acts += 2

    def press(self, button: Locator) -> None:
        """A button or a box."""
        button.click()
        self.acts += 1

    def leave(self, answers: int) -> None:
        """Answers that were looked at and left as they are."""
        self.left += answers

    @property
    def total(self) -> float:
        """Minutes, with everything in them."""
        a_word = THOUGHT_OF + (BY_THUMB if self.by_thumb else AT_A_DESK)
        seconds = self.acts * ACT + self.left * MIND + self.screens * SCREEN + self.pages * PAGE
        return self.words / READ[self.language] + self.signs / SIGNS * a_word + seconds / 60

    def __str__(self) -> str:
        return (
            f"{self.total:.1f} minutes: {self.words} words read, {self.signs} signs written, {self.acts} choices, "
            f"{self.left} answers left, {self.pages} pages of {self.screens:.0f} screens"
        )
