"""A hand that fills in the form in a real browser and counts what a person would do, for minutes worked out.

Typing, a word being five characters: 36.2 words a minute on a telephone (Palin et al., How do People Type on Mobile
Devices?, MobileHCI 2019: 37,370 volunteers, transcribing), 51.6 on a keyboard (Dhakal et al., Observations on Typing
from 136 Million Keystrokes, CHI 2018, doi 10.1145/3173574.3174220; its authors' announcement says 52).
Reading: 138 words a minute in Arabic and 195 in French (Trauzettel-Klosinski and Dietz, IReST, Invest. Ophthalmol.
Vis. Sci. 53, 2012, 5452-5461, doi 10.1167/iovs.11-8284), 183 in English (Brysbaert, J. Mem. Lang. 109, 2019, doi
10.1016/j.jml.2019.104047). These are aloud; in silence people read faster, in English 238: rather too much is counted.
Pointing 1.1 s, the click of a mouse 0.2 s more, preparing each answer 1.35 s (Card, Moran and Newell, The
Keystroke-Level Model, Comm. ACM 23, 1980, 396-410); a screen more is a tap.

Looked up again: Palin, Brysbaert, Card, the Arabic figure. As remembered: 51.6, and the French figure.
A sentence that stands there many times is read once. Words come as fast as they are typed: they are known, and what a
person thinks between answers is not counted.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import CUT, PHONE

PHONE_KEYS, DESK_KEYS = 36.2 * 5 / 60, 51.6 * 5 / 60
"""Characters in a second."""
READING = {"ar": 138 / 60, "en": 183 / 60, "fr": 195 / 60}
"""Words in a second."""
TAP, CLICK, PREPARE = 1.1, 0.2, 1.35
"""Seconds."""


SEEN = """(main) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".visually-hidden, .saved, select { display: none !important }");
  document.adoptedStyleSheets = [sheet];
  const chosen = [...main.querySelectorAll("select")].map((one) => one.selectedOptions[0]?.text ?? "");
  const written = [...main.querySelectorAll("textarea")].map((one) => one.value);
  const lines = main.innerText.split("\\n");
  document.adoptedStyleSheets = [];
  return [...lines, ...chosen, ...written];
}"""
"""What is seen of a part: nothing that only a screen reader says, of a list what is chosen, and what boxes hold."""


@dataclass
class Hand:
    """Somebody at one page, in one language."""

    page: Page
    language: str
    size: dict[str, int]
    counted: Counter[str] = field(default_factory=Counter)
    read: set[str] = field(default_factory=set)

    def looks(self) -> None:
        """Read what stands on the page and was not read before, and go through all its screens."""
        self.reads(self.page.locator("main"))
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.counted["screens"] += ceil(height / self.size["height"])

    def finds(self, part: Locator) -> None:
        """Go through the screens down to what is looked for, by a name that is known, and read that."""
        self.reads(part)
        end = part.evaluate("part => part.getBoundingClientRect().bottom + scrollY")
        self.counted["screens"] += ceil(end / self.size["height"])

    def reads(self, part: Locator) -> None:
        """What stands in a part and was not read before."""
        self.read |= {line.strip() for line in part.evaluate(SEEN)}

    def writes(self, box, text: str) -> None:
        """Type into a field what stood nowhere before."""
        box.fill(text)
        self.counted.update(answers=1, taps=1, keys=len(text))

    def chooses(self, box, value: str) -> None:
        """Open a list and choose from it."""
        box.select_option(value)
        self.counted.update(answers=1, taps=2)

    def attaches(self, box, file) -> None:
        """Choose a file: the window that shows them, the file in it, its button."""
        box.set_input_files(file)
        self.counted.update(answers=1, taps=3)

    def dates(self, box, day: str) -> None:
        """Type a day: eight digits."""
        box.fill(day)
        self.counted.update(taps=1, keys=8)

    def presses(self, button) -> None:
        """A button or a link."""
        button.click()
        self.counted.update(presses=1, taps=1)

    def cuts(self, *, is_cut: bool) -> None:
        """Cut the link, or let it come back."""
        CUT.add(self.page)
        self.page.context.set_offline(is_cut)

    def is_saved(self) -> None:
        """Wait until the server has confirmed all that was typed."""
        expect(self.page.locator('.saved[data-state="unsent"]')).to_have_count(0, timeout=180_000)

    @property
    def words(self) -> int:
        """How many different words, by line, had to be read."""
        return sum(len(line.split()) for line in self.read)

    @property
    def minutes(self) -> float:
        """What all this takes a person."""
        typed = self.counted["keys"] / (PHONE_KEYS if self.size == PHONE else DESK_KEYS)
        pointed = TAP if self.size == PHONE else TAP + CLICK
        moved = self.counted["taps"] * pointed + self.counted["screens"] * TAP
        prepared = (self.counted["answers"] + self.counted["presses"]) * PREPARE
        return (typed + moved + prepared + self.words / READING[self.language]) / 60

    def told(self, what: str) -> str:
        """The figures in a line."""
        counted = " ".join(f"{name}={number}" for name, number in sorted(self.counted.items()))
        where = f"{what} {self.language} {self.size['width']} px"
        return f"{where}: {self.minutes:.1f} min; words read={self.words} {counted}"
