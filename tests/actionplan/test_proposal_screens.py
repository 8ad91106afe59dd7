"""Proposals in the workbench: compared with the plan, taken up or not; lists that are empty say what comes first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplan.models import Activity, ActivityProposal, SourceSystem
from tests.factories.actionplan import ActivityFactory
from tests.factories.proposals import proposed, row, sent, source_called

pytestmark = pytest.mark.django_db


def step(obj, name):
    return reverse(f"admin:actionplan_{obj._meta.model_name}_step", args=[obj.pk, name])


def test_a_proposal_is_read_beside_the_plan_and_taken_up(officer):
    activity = ActivityFactory(title_en="How the plan says it")
    [told] = sent(source_called("jvap"), row("1", code=activity.code))
    proposal = ActivityProposal.objects.get(uuid=told.uuid)

    page = officer.get(reverse("admin:actionplan_activityproposal_change", args=[proposal.pk])).content.decode()
    assert "How the plan says it" in page
    assert "Activity 1 of the partner" in page

    form = officer.get(step(proposal, "accept")).context["form"]
    officer.post(step(proposal, "accept"), {"seen_version": proposal.version, "seen": form["seen"].value()})
    activity.refresh_from_db()
    assert activity.title_en == "Activity 1 of the partner"


def test_a_new_activity_is_given_its_code(officer):
    waiting = proposed()

    refused = officer.post(step(waiting, "accept"), {"seen_version": waiting.version, "code": ""})
    assert refused.status_code == 400
    officer.post(step(waiting, "accept"), {"seen_version": waiting.version, "code": "NEW-1"})
    assert Activity.objects.get(code="NEW-1").external_id == waiting.external_id


def test_a_code_of_another_activity_is_refused_at_its_field(officer):
    waiting, other = proposed(), ActivityFactory()

    answer = officer.post(step(waiting, "accept"), {"seen_version": waiting.version, "code": other.code})

    assert answer.status_code == 400
    assert ActivityProposal.objects.get(pk=waiting.pk).state == "waiting"


@pytest.mark.parametrize("name", ["actionplan_activityproposal", "actionplan_sourcesystem", "integrations_apiclient"])
def test_a_list_with_nothing_in_it_says_what_would_stand_there(officer, name):
    address = reverse(f"admin:{name}_changelist")

    shown = officer.get(address)

    told = shown.context["when_empty"]
    assert str(told["title"]) in shown.content.decode()
    assert str(told["text"]) in shown.content.decode()
    assert str(told["title"]) not in officer.get(address, {"q": "nothing"}).content.decode()


def test_the_empty_list_of_proposals_leads_to_the_sources(officer):
    page = officer.get(reverse("admin:actionplan_activityproposal_changelist")).content.decode()

    assert f'href="{reverse("admin:actionplan_sourcesystem_changelist")}">Sources of activities' in page


def test_lists_cost_the_same_for_three_rows_and_for_thirty(officer):
    source = source_called("many")
    addresses = [reverse(f"admin:actionplan_{name}_changelist") for name in ("activityproposal", "sourcesystem")]

    def cost():
        with CaptureQueriesContext(connection) as counted:
            for address in addresses:
                assert officer.get(address).status_code == 200
        return len(counted)

    sent(source, *(row(str(number)) for number in range(3)))
    cost()
    few = cost()
    sent(source, *(row(str(number)) for number in range(30)))
    for number in range(10):
        source_called(f"another-{number}")
    assert cost() == few
    assert SourceSystem.objects.count() == 11
