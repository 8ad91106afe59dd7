"""Several people at one activity at the same moment: one change is made, the others are told; nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from actionplan.models import Activity, ActivityProposal
from actionplan.services.activities import begin_activity, save_activity, tie_follow_up
from actionplan.services.plans import publish_plan
from actionplan.services.proposals import accept_proposal, decline_proposal
from foundation.errors import IllegalTransition, StaleVersion
from foundation.ledger.models import LedgerEntry
from foundation.related import Related
from notifications.models import Obligation
from notifications.selectors.reconciliation import drift
from tests.factories.actionplan import ActivityFactory, ObjectiveFactory, PlanFactory, domain
from tests.factories.meetings import FollowUpFactory
from tests.factories.parties import NOW, PartyFactory, actor
from tests.factories.proposals import proposed, row, sent, source_called
from tests.waiting import beside

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS = 6


def at_once(act):
    """What each of several people gets who act at the same moment, each on a connection of their own."""
    together = Barrier(EDITORS)

    def one(number):
        try:
            together.wait(10)
            act(number)
        except (StaleVersion, IllegalTransition) as error:
            return type(error).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as people:
        return sorted(people.map(one, range(EDITORS)))


def test_one_of_several_editors_of_one_version_is_heard():
    activity, secretariat = ActivityFactory(), actor("secretariat_officer")

    def edit(number):
        mine = Activity.objects.get(pk=activity.pk)
        mine.title_en = f"Title of {number}"
        save_activity(mine, actor=secretariat, version=1, creating=False)

    outcomes = at_once(edit)

    activity.refresh_from_db()
    assert outcomes == ["StaleVersion"] * (EDITORS - 1) + ["done"]
    assert activity.version == 2
    assert LedgerEntry.objects.about(activity).count() == 1


def test_step_is_taken_once():
    activity, secretariat = ActivityFactory(), actor("secretariat_officer")

    outcomes = at_once(lambda _number: begin_activity(activity, actor=secretariat, version=1, now=NOW))

    activity.refresh_from_db()
    assert outcomes == ["StaleVersion"] * (EDITORS - 1) + ["done"]
    assert (activity.state, activity.version) == ("ongoing", 2)


def test_children_added_at_once_are_all_kept_and_counted_in_the_version():
    activity, secretariat = ActivityFactory(), actor("secretariat_officer")
    follow_ups = FollowUpFactory.create_batch(EDITORS)

    outcomes = at_once(lambda number: tie_follow_up(activity, follow_ups[number], actor=secretariat))

    activity.refresh_from_db()
    assert outcomes == ["done"] * EDITORS
    assert (activity.follow_ups.count(), activity.version) == (EDITORS, 1 + EDITORS)


def test_a_proposal_is_answered_once():
    waiting, secretariat = proposed(), actor("secretariat_officer")
    told = {"actor": secretariat, "version": waiting.version, "now": NOW}

    def answer(number):
        if number % 2:
            decline_proposal(waiting, **told, answer="Not now.")
        else:
            accept_proposal(waiting, **told, seen=None, code="ONCE")

    outcomes = at_once(answer)

    waiting.refresh_from_db()
    assert outcomes == ["StaleVersion"] * (EDITORS - 1) + ["done"]
    assert Activity.objects.filter(code="ONCE").exists() == (waiting.state == "accepted")


def test_what_a_source_says_several_times_at_once_is_kept_once():
    source, secretariat = source_called("at-once"), actor("secretariat_officer")
    told = []

    def say(number):
        told.extend(sent(source, row("1", joint_with=f"as {number} says"), row("2"), who=secretariat))

    assert at_once(say) == ["done"] * EDITORS
    kept = ActivityProposal.objects.get(external_id="1")
    assert sorted(one.outcome for one in told if one.external_id == "1") == ["changed"] * (EDITORS - 1) + ["created"]
    assert sorted(one.outcome for one in told if one.external_id == "2") == ["created"] + ["unchanged"] * (EDITORS - 1)
    assert kept.version == EDITORS


def test_what_is_entered_while_its_plan_is_published_is_asked_of_its_lead():
    plan, lead, who = PlanFactory(is_published=False), PartyFactory(), actor("secretariat_officer")
    given = {"objective": ObjectiveFactory(plan=plan), "lead": lead, "ends_on": NOW.date() + timedelta(days=90)}
    new, related = Activity(code="NEW", title_en="A new one", **given), Related(many={"domains": [domain(1)]})

    beside(
        lambda: publish_plan(plan, actor=who, version=1, now=NOW),
        lambda: save_activity(new, actor=who, version=None, creating=True, related=related),
    ).result()

    assert Obligation.objects.open().get(kind="activity.due").party == lead
    assert list(drift()) == []
