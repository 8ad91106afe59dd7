"""A participant that leads ten activities reports twice: the first time in thirty minutes, the second in ten.

On a phone in Arabic and at a desk in French, with the link cut half-way and the browser killed: nothing is lost. The
minutes are worked out (`tests/journeys/minutes.py`), not waited for.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from actionplan.models import Activity
from khartoum.demonstration.contributing import complete, contribution_of, presidency
from khartoum.demonstration.people import acting
from parties.models import Party
from reports.models import Contribution, Round
from reports.services.contributions import undo_nothing_to_report
from reports.services.rounds import close_to_contributions, open_round, prepare_round
from tests.factories.actionplan import ActivityFactory
from tests.journeys.autosave import READY, Device, kept
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.minutes import Minutes
from tests.summary import FIGURES

FIRST, AGAIN = 30, 10
"""Minutes (issue of the portal: a first report with ten activities, and a second round's)."""
SAID = {
    "ar": "عقدت الوزارة ثلاث دورات تدريبية مشتركة مع الشركاء، وبدأ العمل بالدليل الجديد في مركزين منذ مارس.",
    "fr": "Le ministère a tenu trois formations communes avec ses partenaires ; le nouveau guide sert déjà.",
}
"""What is written in an answer of its own: some twenty words."""
TITLE = {
    "title_en": "Joint training of border officials",
    "title_fr": "Formation conjointe des agents aux frontières",
    "title_ar": "تدريب مشترك لموظفي الحدود",
}
ASKED = """() => [...document.querySelectorAll('main .answer .field')].map(one => {
  const box = one.querySelector('textarea, select, input:not([type=hidden])');
  const free = one.querySelector('.field__optional') || one.closest('section').querySelector('.quiet');
  return {name: box.name, tag: box.tagName, type: box.type, asked: !free};
}).filter(one => !one.name.startsWith('c-'))"""
"""The fields of the form, and whether each has to be answered."""


@pytest.fixture
def ten(site):
    """Uganda, which has never reported, leads ten activities of the plan, and begins after all."""
    asked, now = Round.objects.get(code="DEMO-2"), timezone.now()
    party, objective = Party.objects.get(code="UG"), asked.plan.objectives.first()
    led = Activity.objects.current().filter(lead=party, objective__plan=asked.plan).count()
    for number in range(led, 10):
        ActivityFactory(objective=objective, lead=party, code=f"UG-{number}", **TITLE)
    contribution, actor = contribution_of(asked, "UG"), acting("uganda", "participant", now)
    return undo_nothing_to_report(contribution, actor=actor, version=contribution.version, now=now)


class Reporter:
    """Somebody who reports for Uganda on one device, and is timed."""

    def __init__(self, device: Device, language: str, *, by_thumb: bool) -> None:
        self.device, self.language, self.by_thumb = device, language, by_thumb
        self.begin()

    def begin(self, known: frozenset[str] = frozenset()) -> None:
        """A new report, by somebody who knows what was read in an earlier one."""
        self.minutes = Minutes(self.device.page, self.language, by_thumb=self.by_thumb, known=known)
        self.written: list[str] = []

    def open_the_form(self) -> None:
        """From the first page of the portal into the form."""
        page = self.device.page
        page.goto(f"{self.device.site}/portal/")
        self.minutes.see()
        self.minutes.press(page.locator("main .request .button--main").first)
        page.wait_for_selector(READY)
        self.minutes.see()

    def answer(self, fields: list[dict[str, object]]) -> None:
        """What has to be answered, in words of one's own; the rest is looked at and left."""
        page = self.device.page
        for asked in fields:
            field = page.locator(f"[name='{asked['name']}']")
            if not asked["asked"] or (asked["tag"] != "TEXTAREA" and field.input_value()):
                self.minutes.leave(1)
            elif asked["tag"] == "SELECT":
                self.minutes.choose(field)
            elif asked["tag"] == "TEXTAREA":
                self.written.append(f"{SAID[self.language]} {len(self.written) + 1}")
                self.minutes.write(field, self.written[-1])
            else:
                self.minutes.write(field, "12")

    def sent(self) -> None:
        """Wait until the server has everything that was typed."""
        expect(self.device.page.locator('.saved[data-state="unsent"]')).to_have_count(0, timeout=60_000)

    def submit(self) -> None:
        """The review page, and the button that submits."""
        page = self.device.page
        page.locator("main button[name=review]").click()
        page.wait_for_url("**/review/")
        self.minutes.see()
        assert page.locator("main .note--grave").count() == 0
        self.minutes.press(page.locator("main form button[type=submit]").last)
        page.wait_for_url("**/receipt/")
        self.minutes.see()


@pytest.mark.parametrize(("language", "size"), [("ar", PHONE), ("fr", DESK)], ids=["phone in Arabic", "desk in French"])
def test_ten_activities_are_reported_in_time_and_nothing_is_lost(browser, site, ten, language, size):
    device = Device(browser.browser_type, site, language=language, size=size)
    try:
        device.page.clock.install()
        device.sign_in("uganda")
        reporter = Reporter(device, language, by_thumb=size == PHONE)
        first = _first_report(reporter, device)
        FIGURES.append(f"first report with ten activities, {language}: {first}")
        assert _lost(ten, reporter.written) == []

        _another_round(ten)
        reporter.begin(frozenset(first.known))
        again = _second_report(reporter)
        assert _lost(contribution_of(Round.objects.get(code="DEMO-3"), "UG"), reporter.written) == []
        FIGURES.append(f"second report with ten activities, {language}: {again}")
    finally:
        device.close()
    assert first.total < FIRST
    assert again.total < AGAIN


def _first_report(reporter: Reporter, device: Device) -> Minutes:
    """Half of it with the link cut; then the browser is killed, and what was typed is there again."""
    reporter.open_the_form()
    fields = device.page.evaluate(ASKED)
    half = len(fields) // 2
    reporter.answer(fields[:half])
    device.page.clock.pause_at(timezone.now() + timedelta(minutes=10))
    device.context.set_offline(True)
    reporter.answer(fields[half:])
    kept(device.page.locator("main textarea[name^='q-']").last)
    where = device.page.url
    device.kill()
    device.start()
    device.sign_in("uganda")
    device.open(where.removeprefix(device.site))
    reporter.minutes.page = device.page
    reporter.sent()
    reporter.submit()
    return reporter.minutes


def _second_report(reporter: Reporter) -> Minutes:
    """All of it still holds but two activities; each section is confirmed by its button."""
    reporter.open_the_form()
    page = reporter.device.page
    changed = page.locator("main section textarea[name^='q-']")
    for place in (2, 5):
        reporter.written.append(f"{SAID[reporter.language]} ({place})")
        reporter.minutes.write(changed.nth(place), reporter.written[-1])
    confirming = page.locator("main button[name=confirm]:visible")
    for left in range(confirming.count(), 0, -1):
        reporter.minutes.press(confirming.first)
        expect(confirming).to_have_count(left - 1)
    fields = page.evaluate(ASKED)
    is_filled = [bool(page.locator(f"[name='{one['name']}']").input_value()) for one in fields]
    reporter.minutes.leave(sum(is_filled) - 2)
    reporter.answer([one for one, filled in zip(fields, is_filled, strict=True) if not filled])
    reporter.sent()
    reporter.submit()
    return reporter.minutes


def _lost(contribution: Contribution, written: list[str]) -> list[str]:
    """What was typed and is not in what was submitted."""
    snapshot = Contribution.objects.get(pk=contribution.pk).snapshots.latest("number")
    submitted = bytes(snapshot.canonical).decode()
    return [text for text in written if text not in submitted]


def _another_round(contribution: Contribution) -> None:
    """The contribution is marked complete, its round closed, and the next one opened."""
    now = timezone.now()
    complete(contribution.round, "UG", now=now)
    before = Round.objects.get(pk=contribution.round_id)
    close_to_contributions(before, actor=presidency(now), version=before.version, now=now)
    following = Round(
        code="DEMO-3",
        title_en="Reporting round 3",
        plan=before.plan,
        previous=before,
        period_begins_on=before.period_ends_on,
        period_ends_on=before.period_ends_on + timedelta(days=180),
        due_at=now + timedelta(days=30),
        due_zone=before.due_zone,
        cutoff_at=now + timedelta(days=40),
        state_template=before.state_template,
        organisation_template=before.organisation_template,
        som=before.som,
        ministerial=before.ministerial,
    )
    following = prepare_round(following, actor=presidency(now))
    open_round(following, actor=presidency(now), version=following.version, now=now)
