"""Ten activities in Arabic on a telephone and in French at a desk, the link cut half-way, and the round after.

Minutes are worked out from what was counted (`hand.py`), never waited for; what was typed is what was frozen.
"""

import sys
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from khartoum.demonstration.contributing import secretariat
from parties.models import Party
from reports.models import Template
from reports.selectors.contributions import latest_snapshot
from reports.services.judging import mark_complete
from tests.factories.actionplan import ActivityFactory, IndicatorFactory, MilestoneFactory, PlanFactory
from tests.factories.reports import contribution_of, opened_round
from tests.journeys.autosave import READY
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.hand import Hand

ACTIVITIES, HALF = 10, 5
FIRST, SECOND = 30, 10
"""Minutes at most."""
SAID = {
    "ar": "عُقدت ثلاث دورات تدريبية لموظفي الحدود والقضاء، وشارك فيها ستون شخصاً من أربع وزارات، وأُنشئ فريق عمل مشترك.",
    "fr": "Trois formations ont réuni soixante agents des frontières et magistrats de quatre ministères.",
}
ADDED = {"ar": "وأُضيفت دورة رابعة في العاصمة.", "fr": "Une quatrième formation s'est ajoutée dans la capitale."}


@pytest.fixture
def plan(site):
    made = PlanFactory()
    for _number in range(ACTIVITIES):
        activity = ActivityFactory(lead=Party.objects.get(code="TN"), objective__plan=made)
        MilestoneFactory.create_batch(2, activity=activity)
        IndicatorFactory(activity=activity)
    return made


def asked(plan, year):
    """A contribution of Tunisia to a round about a year of which it never reported before."""
    party, now = Party.objects.get(code="TN"), timezone.now()
    round_ = opened_round(
        party,
        plan=plan,
        now=now,
        state_template=Template.objects.get(code="periodic-report", audience="state", edition=1),
        due_at=now + timedelta(days=30),
        cutoff_at=now + timedelta(days=40),
        period_begins_on=date(year, 1, 1),
        period_ends_on=date(year, 12, 31),
    )
    return contribution_of(party, round_)


def begins(visit, contribution, language, size):
    """From the page of the contribution into its form."""
    path = reverse("portal-contribution", kwargs={"uuid": contribution.uuid})
    hand = Hand(visit("tunisia", language=language, size=size, path=path), language, size)
    hand.looks()
    hand.presses(hand.page.locator('form[action$="/start/"] button'))
    hand.page.wait_for_selector(READY)
    hand.looks()
    return hand


def answers(hand, section, language):
    """What a section asks for, and milestones and values beside it; the optional texts are left."""
    typed = []
    for box in section.locator('select[name^="q-"]:not([name$="_0"])').all():
        hand.chooses(box, "ongoing")
        typed.append(box.input_value())
    for state in section.locator('select[name$="_0"]').all():
        hand.chooses(state, "reached")
        day = section.locator(f'input[name="{state.get_attribute("name")[:-1]}1"]')
        hand.dates(day, "2020-11-20")
        typed.append("reached 2020-11-20")
    for box in section.locator('input[name^="q-"][inputmode=decimal]').all():
        hand.writes(box, "60")
        typed.append("60")
    for box in section.locator('.field:not(:has(.field__optional)) textarea[name^="q-"]').all():
        hand.writes(box, SAID[language])
        typed.append(SAID[language])
    return typed


def needed(page):
    """The sections that ask for something."""
    field = page.locator(".field:not(:has(.field__optional)) :is(textarea, select)")
    return page.locator("section.panel").filter(has=field)


def fills(hand, language):
    """All of it, without a link in the second half of the activities."""
    typed = []
    for number, section in enumerate(needed(hand.page).all()):
        hand.cuts(is_cut=HALF <= number < ACTIVITIES)
        typed += answers(hand, section, language)
    hand.cuts(is_cut=False)
    hand.is_saved()
    return typed


def sends(hand):
    """Review, and submit as it is offered."""
    hand.presses(hand.page.locator("main button[name=review]"))
    hand.page.wait_for_url("**/review/")
    hand.looks()
    hand.presses(hand.page.locator("main form button.button--main").last)
    hand.page.wait_for_url("**/receipt/")


def frozen(contribution):
    """The answers that the submission holds."""
    sections = latest_snapshot(contribution).content["sections"]
    return sorted(answer["answer"] for section in sections for answer in section["answers"])


@pytest.mark.parametrize(("language", "size"), [("ar", PHONE), ("fr", DESK)])
def test_ten_activities_take_half_an_hour_at_most_ten_minutes_the_next_time_and_nothing_is_lost(
    visit, plan, language, size, capsys
):
    contribution = asked(plan, 2020)
    hand = begins(visit, contribution, language, size)
    typed = fills(hand, language)
    sends(hand)

    assert frozen(contribution) == sorted(typed)
    contribution.refresh_from_db()
    now = timezone.now()
    mark_complete(contribution, actor=secretariat(now), version=contribution.version, now=now)

    following = asked(plan, 2021)
    again = begins(visit, following, language, size)
    changed = confirms_and_changes(again, language)
    sends(again)

    assert frozen(following) == sorted(expected(typed, changed))
    with capsys.disabled():
        sys.stdout.write(f"\n{hand.told('first')}\n{again.told('second')}\n")
    assert hand.minutes < FIRST
    assert again.minutes < SECOND


def confirms_and_changes(hand, language):
    """Three accounts are written on, the rest still holds; the link is cut while it is confirmed."""
    texts = hand.page.locator('.field:not(:has(.field__optional)) textarea[name^="q-"]')
    written = [texts.nth(number) for number in (1, 2, 3)]
    for box in written:
        hand.writes(box, f"{SAID[language]} {ADDED[language]}")
        hand.counted["keys"] -= len(SAID[language])
    hand.cuts(is_cut=True)
    for button in hand.page.locator("main button[name=confirm]").all():
        hand.presses(button)
    hand.cuts(is_cut=False)
    hand.is_saved()
    return len(written)


def expected(typed, changed):
    """What the second round holds: the first one's answers, but for the accounts that were written on."""
    rest, said = list(typed), next(text for text in typed if text in SAID.values())
    language = next(one for one, text in SAID.items() if text == said)
    for _number in range(changed):
        rest.remove(said)
    return rest + [f"{said} {ADDED[language]}"] * changed
