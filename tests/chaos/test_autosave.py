"""Typing, and correcting in which language it is written, while the link is cut and restored and the browser killed, in
random order: nothing the browser had stored and nothing the server had confirmed is lost, of a text or of a link.
AUTOSAVE_SEQUENCES and AUTOSAVE_SEED choose other runs.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page

from reports.models import AnswerRevision, Contribution
from tests.journeys.autosave import Device, line, say, texts
from tests.journeys.conftest import browser, site, with_demonstration  # noqa: F401 -- fixtures of the journeys

pytestmark = pytest.mark.chaos
SEQUENCES = int(os.environ.get("AUTOSAVE_SEQUENCES", "200"))
SEED = int(os.environ.get("AUTOSAVE_SEED", "20251125"))
TOLD_EVERY = 10
STEPS = 6
ACTS = ("type", "type", "type", "speak", "speak", "pause", "cut", "restore", "kill")
CODES = {"English": "en", "French": "fr", "Arabic": "ar"}
Said = tuple[str, str]
"""A text, and the language (code) that the page says it is written in."""


@dataclass
class Sequence:
    """One field of the form, and what is known of each text and language given to it."""

    number: int
    where: Callable[[Page], Locator]
    words: str
    said: list[Said] = field(default_factory=list)
    stored: int = -1
    """The newest of them that the browser said it had stored."""
    confirmed: list[Said] = field(default_factory=list)


def links(page: Page) -> Locator:
    """The entries of lists of links, in order."""
    return page.locator('main input[name^="q-"][inputmode=url]')


FIELDS = ((texts, "{}"), (texts, "{}"), (links, "{} https://www.example.org/{}"))
"""What is typed into: the first text, or as a link the first entry."""


class Typist:
    """Types into a field of Egypt's draft, whatever happens to the link and to the browser."""

    def __init__(self, device: Device, form: str, dice: random.Random) -> None:
        self.device, self.form, self.dice = device, form, dice
        device.sign_in("egypt")
        self._open()

    def _open(self) -> None:
        self.device.page.clock.install()
        self.device.open(self.form)

    def field_of(self, sequence: Sequence) -> Locator:
        return sequence.where(self.device.page).first

    def shown(self, sequence: Sequence) -> Said:
        """What the page shows now: the text, and what it says of its language."""
        box = self.field_of(sequence)
        choice = self._choice(box)
        told = choice if choice.count() else self.device.page.locator("select[name=language]")
        return box.input_value(), CODES[told.evaluate("(list) => list.selectedOptions[0].text")]

    def _choice(self, box: Locator) -> Locator:
        """Where the language of a saved answer is corrected."""
        return self.device.page.locator(f'select[name="w{(box.get_attribute("name") or "")[1:]}"]')

    def look(self, sequence: Sequence) -> None:
        """Note what the page says of what was given last: stored, confirmed."""
        seen = line(self.field_of(sequence)).evaluate("(line) => ({...line.dataset})")
        if seen.get("typed") and seen.get("kept") == seen["typed"]:
            sequence.stored = len(sequence.said) - 1
        if seen.get("state") == "saved" and (shown := self.shown(sequence)) in sequence.said:
            sequence.confirmed.append(shown)

    def type(self, sequence: Sequence) -> None:
        named = f"{sequence.number}.{len(sequence.said)}"
        self.field_of(sequence).fill(sequence.words.format(named, named))
        sequence.said.append(self.shown(sequence))
        self.device.page.wait_for_timeout(self.dice.choice([0, 0, 5, 30]))

    def speak(self, sequence: Sequence) -> None:
        """Correct the language, where the answer was saved before the page was opened."""
        choice, language = self._choice(self.field_of(sequence)), self.dice.choice(list(CODES))
        if choice.count() and CODES[language] != self.shown(sequence)[1] and self._is_ours(sequence):
            choice.select_option(label=language)
            sequence.said.append(self.shown(sequence))

    def _is_ours(self, sequence: Sequence) -> bool:
        """The text of this sequence stands there, and not what another one left."""
        return self.shown(sequence)[0] in {text for text, _language in sequence.said}

    def pause(self, _sequence: Sequence) -> None:
        self.device.page.clock.run_for(self.dice.choice([500, 1100, 5000]))
        self.device.page.wait_for_timeout(self.dice.choice([0, 0, 20, 60]))

    def cut(self, _sequence: Sequence) -> None:
        self.device.context.set_offline(True)

    def restore(self, _sequence: Sequence) -> None:
        self.device.context.set_offline(False)

    def kill(self, sequence: Sequence) -> None:
        self.look(sequence)
        self.device.kill()
        self.device.start()
        self.device.sign_in("egypt")
        self._open()

    def settle(self, sequence: Sequence) -> Said:
        """The link is there, the page is opened anew; what was kept is sent. What then stands there."""
        self.look(sequence)
        self.restore(sequence)
        self.device.open(self.form)
        box = self.field_of(sequence)
        if line(box).get_attribute("data-state"):
            say(box, "saved")
            self.device.open(self.form)
        return self.shown(sequence)


def test_nothing_stored_and_nothing_confirmed_is_lost(browser, site, capsys):  # noqa: F811 -- fixtures, as above
    contribution = Contribution.objects.get(party__code="EG", state="draft")
    form = reverse("portal-form", kwargs={"uuid": contribution.uuid})
    dice = random.Random(SEED)
    device = Device(browser.browser_type, site)
    lost = []
    counted: Counter[str] = Counter()
    typist = Typist(device, form, dice)
    for number in range(SEQUENCES):
        sequence = Sequence(number, *dice.choice(FIELDS))
        for act in ["type", *dice.choices(ACTS, k=STEPS)]:
            getattr(typist, act)(sequence)
            typist.look(sequence)
            counted[act] += 1
        lost += losses(sequence, typist.settle(sequence))
        counted["with links"] += sequence.where is links
        counted["corrected"] += len({language for _text, language in sequence.said}) > 1
        counted["confirmed"] += len(set(sequence.confirmed))
        counted["stored"] += sequence.stored >= 0
        if number % TOLD_EVERY == TOLD_EVERY - 1:
            tell(capsys, f"{number + 1} of {SEQUENCES} sequences, lost so far: {lost}")
    device.close()

    told = ", ".join(f"{what} {number}" for what, number in sorted(counted.items()))
    tell(capsys, f"{SEQUENCES} sequences: {told}")
    assert lost == []
    assert counted["stored"] > 0


def tell(capsys: pytest.CaptureFixture[str], line_: str) -> None:
    """How far it is: a run of an hour that says nothing cannot be told from one that hangs."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line_}\n")
        sys.stdout.flush()


def losses(sequence: Sequence, shown: Said) -> list[str]:
    """What the server confirmed and does not have, and what was stored with nothing as new in its place."""
    texts_said = {text for text, _language in sequence.said}
    kept = set(AnswerRevision.objects.filter(text__in=texts_said).values_list("text", "language"))
    gone = [f"confirmed and lost: {said}" for said in set(sequence.confirmed) - kept]
    newest = max((place for place, said in enumerate(sequence.said) if said == shown), default=-1)
    if newest < sequence.stored or (newest >= 0 and shown not in kept):
        gone.append(f"stored and lost: {sequence.said[sequence.stored]} (shown: {shown})")
    return gone
