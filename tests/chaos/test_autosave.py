"""Typing while the link is cut and restored and the browser killed, in random order: nothing the browser had stored and
nothing the server had confirmed is lost. AUTOSAVE_SEQUENCES and AUTOSAVE_SEED choose other runs.
"""

import os
import random
import sys
from dataclasses import dataclass, field

import pytest
from django.urls import reverse
from playwright.sync_api import Locator

from reports.models import AnswerRevision, Contribution
from tests.journeys.autosave import Device, line, say, texts
from tests.journeys.conftest import browser, site, with_demonstration  # noqa: F401 -- fixtures of the journeys

pytestmark = pytest.mark.chaos
SEQUENCES = int(os.environ.get("AUTOSAVE_SEQUENCES", "200"))
SEED = int(os.environ.get("AUTOSAVE_SEED", "20251125"))
STEPS = 6
ACTS = ("type", "type", "type", "pause", "cut", "restore", "kill")


@dataclass
class Sequence:
    """One field of the form, and what is known of each text typed into it."""

    number: int
    typed: list[str] = field(default_factory=list)
    stored: int = -1
    """The newest text that the browser said it had stored."""
    confirmed: list[str] = field(default_factory=list)


class Typist:
    """Types into the first field of Egypt's draft, whatever happens to the link and to the browser."""

    def __init__(self, device: Device, form: str, dice: random.Random) -> None:
        self.device, self.form, self.dice = device, form, dice
        self.is_cut = False
        device.sign_in("egypt")
        self._open()

    def _open(self) -> None:
        self.device.page.clock.install()
        self.device.open(self.form)

    @property
    def field(self) -> Locator:
        return texts(self.device.page).first

    def look(self, sequence: Sequence) -> None:
        """Note what the page says of the last text: stored, confirmed."""
        seen = line(self.field).evaluate("(line) => ({...line.dataset})")
        if seen.get("typed") and seen.get("kept") == seen["typed"]:
            sequence.stored = len(sequence.typed) - 1
        if seen.get("state") == "saved" and self.field.input_value() in sequence.typed:
            sequence.confirmed.append(self.field.input_value())

    def type(self, sequence: Sequence) -> None:
        sequence.typed.append(f"{sequence.number}.{len(sequence.typed)}")
        self.field.fill(sequence.typed[-1])
        self.device.page.wait_for_timeout(self.dice.choice([0, 0, 5, 30]))

    def pause(self, _sequence: Sequence) -> None:
        self.device.page.clock.run_for(self.dice.choice([500, 1100, 5000]))
        self.device.page.wait_for_timeout(self.dice.choice([0, 0, 20, 60]))

    def cut(self, _sequence: Sequence) -> None:
        self.is_cut = True
        self.device.context.set_offline(True)

    def restore(self, _sequence: Sequence) -> None:
        self.is_cut = False
        self.device.context.set_offline(False)

    def kill(self, sequence: Sequence) -> None:
        self.look(sequence)
        self.device.kill()
        self.device.start()
        self.is_cut = False
        self.device.sign_in("egypt")
        self._open()

    def settle(self, sequence: Sequence) -> None:
        """The link is there, the page is opened anew; what was kept is sent."""
        self.look(sequence)
        self.restore(sequence)
        self.device.open(self.form)
        if line(self.field).get_attribute("data-state"):
            say(self.field, "saved")


def test_nothing_stored_and_nothing_confirmed_is_lost(browser, site, capsys):  # noqa: F811 -- fixtures, as above
    contribution = Contribution.objects.get(party__code="EG", state="draft")
    form = reverse("portal-form", kwargs={"uuid": contribution.uuid})
    dice = random.Random(SEED)
    device = Device(browser.browser_type, site)
    lost = []
    kills = confirmed = stored = 0
    typist = Typist(device, form, dice)
    for number in range(SEQUENCES):
        sequence = Sequence(number)
        for act in ["type", *dice.choices(ACTS, k=STEPS)]:
            getattr(typist, act)(sequence)
            typist.look(sequence)
            kills += act == "kill"
        typist.settle(sequence)
        lost += losses(sequence, typist.field.input_value())
        confirmed, stored = confirmed + len(set(sequence.confirmed)), stored + (sequence.stored >= 0)
    device.close()

    with capsys.disabled():
        sys.stdout.write(
            f"\n{SEQUENCES} sequences, {kills} kills: {confirmed} texts confirmed, {stored} times one kept\n"
        )
    assert lost == []
    assert stored > 0


def losses(sequence: Sequence, shown: str) -> list[str]:
    """Texts that the server confirmed and does not have, and a stored text with nothing as new in its place."""
    kept = set(AnswerRevision.objects.filter(text__in=sequence.typed).values_list("text", flat=True))
    gone = [f"confirmed and lost: {text}" for text in set(sequence.confirmed) - kept]
    newest = sequence.typed.index(shown) if shown in sequence.typed else -1
    if newest < sequence.stored or (newest >= 0 and shown not in kept):
        gone.append(f"stored and lost: {sequence.typed[sequence.stored]} (shown: {shown})")
    return gone
