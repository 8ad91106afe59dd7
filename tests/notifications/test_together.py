"""Any number of sweeps at once make what one would have made."""

from functools import partial

import pytest

from foundation.ledger.models import LedgerEntry
from foundation.outbox.models import Message
from notifications.models import LadderStep, Notice, WorkingDay
from notifications.services import close_obligation
from notifications.services.ladders import save_step
from notifications.services.sending import send_notice
from notifications.services.sweep import sweep
from tests.factories.notifications import KIND, WEDNESDAY, LadderFactory, StepFactory, asked, ladder, noticed
from tests.factories.parties import PartyFactory, actor, appoint
from tests.guards.crossing import run
from tests.notifications.test_sweep import DUE

pytestmark = pytest.mark.django_db(transaction=True)


def requests(count):
    ladder(-14, -7)
    parties = [PartyFactory(weekend_days=[6, 7]) for _each in range(count)]
    for party in parties:
        appoint("focal_point", party)
        appoint("alternate", party)
        asked(party, due_at=DUE)
    return parties


def test_many_sweeps_make_no_second_row_and_no_second_mail():
    requests(3)

    assert run([partial(sweep, now=WEDNESDAY, batch=1)] * 8) == {"done": 8}

    sweep(now=WEDNESDAY)
    assert Notice.objects.count() == 12
    assert Message.objects.count() == Notice.objects.filter(state="queued").count() == 6
    assert Notice.objects.filter(state="queued", message=None).count() == 0
    assert WorkingDay.objects.values("calendar").distinct().count() == 3


def test_requests_that_close_while_they_are_swept_end_without_a_reminder_on_its_way():
    parties = requests(6)
    closing = [partial(close_obligation, party, KIND, now=WEDNESDAY) for party in parties]

    assert run([*closing, partial(sweep, now=WEDNESDAY), partial(sweep, now=WEDNESDAY)]) == {"done": 8}

    assert sweep(now=WEDNESDAY) == 0


def adding(ladder, days, version=None):
    """Somebody adds a step on a day of their own."""
    step = StepFactory.build(ladder=ladder, offset_days=days)
    return partial(save_step, step, actor=actor("secretariat_officer"), version=version, creating=True)


def test_steps_that_are_added_at_once_are_all_kept_and_each_day_once():
    ladder = LadderFactory()

    outcomes = run([adding(ladder, days) for days in (-21, -21, -14, -7, -7, -7)])

    ladder.refresh_from_db()
    assert outcomes == {"done": 3, 400: 3}
    assert sorted(ladder.steps.values_list("offset_days", flat=True)) == [-21, -14, -7]
    assert (ladder.version, LedgerEntry.objects.about(ladder).count()) == (4, 3)


def test_of_several_who_give_a_step_other_offices_one_is_heard():
    step = StepFactory()
    officer = actor("secretariat_officer")

    def given(office):
        mine = LadderStep.objects.select_related("ladder").get(pk=step.pk)
        mine.offices = [office]
        return partial(save_step, mine, actor=officer, version=1, creating=False)

    outcomes = run([given(office) for office in ("cabinet", "mission", "alternate", "senior_official")])

    step.refresh_from_db()
    assert outcomes == {"done": 1, 409: 3}
    assert step.is_automatic == (step.offices == ["alternate"])


def test_what_was_prepared_is_sent_once():
    notice, officer = noticed(), actor("presidency_current")

    outcomes = run([partial(send_notice, notice, actor=officer, version=None, now=WEDNESDAY)] * 4)

    assert outcomes == {"done": 1, 409: 3}
    assert Message.objects.count() == 1
