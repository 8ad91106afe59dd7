"""The first page of the portal: what is asked, how far it is, who is at it, the next step, the meetings ahead."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import Presence
from reports.services.consolidated import circulate
from reports.services.rounds import close_to_contributions
from tests.factories import reports_consolidated as consolidated
from tests.factories.actionplan import ActivityFactory
from tests.factories.meetings import DelegationFactory, MeetingFactory
from tests.factories.parties import PartyFactory, actor, participant, person
from tests.factories.reports import answered, drafted, fresh, opened_round

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.fixture
def party():
    return PartyFactory()


@pytest.fixture
def round_(party):
    return opened_round(party, **AHEAD)


@pytest.fixture
def focal_point(client, party):
    client.force_login(person("focal_point", party))
    return client


@pytest.mark.parametrize("number", [1, 3])
def test_home_costs_the_same_however_much_is_asked(number, client, party, django_assert_num_queries):
    colleague = person("contributor", party)
    for _ in range(number):
        activity = ActivityFactory(lead=party)
        begun = drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD))
        note_presence(begun, colleague)
        DelegationFactory(party=party, meeting__begins_on=NOW.date() + timedelta(days=30), meeting__ends_on=None)
    client.force_login(person("focal_point", party))
    client.get(reverse("portal"))

    with django_assert_num_queries(QUERIES_OF_HOME):
        response = client.get(reverse("portal"))
    shown = response.context["asked"]
    assert [len(one.others) for one in shown] == [1] * number
    assert len(response.context["meetings"]) == number
    assert all(one.progress.asked > 0 for one in shown)


QUERIES_OF_HOME = 18


def note_presence(contribution, user):
    Presence.objects.create(contribution=contribution, user=user, seen_at=timezone.now())


def test_home_says_how_far_a_request_is_and_what_comes_next(focal_point, party, round_):
    begun = drafted(party, round_)
    open_one = focal_point.get(reverse("portal"))
    answered(begun, summary="Forty were trained.")

    ready = focal_point.get(reverse("portal"))

    (before,), (after,) = open_one.context["asked"], ready.context["asked"]
    assert (before.next_step, before.progress.answered, before.progress.open) == ("form", 0, 1)
    assert (after.next_step, after.progress.answered, after.progress.open) == ("review", 1, 0)
    assert f'value="1" aria-labelledby="far-{begun.uuid}"' in ready.content.decode()


def test_home_leads_who_may_not_submit_to_the_form(client, party, round_):
    answered(drafted(party, round_), summary="Forty were trained.")
    client.force_login(person("contributor", party))

    (one,) = client.get(reverse("portal")).context["asked"]

    assert (one.next_step, one.may_declare_nothing) == ("form", False)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("invited", "You are invited; your delegation is not named yet."),
        ("nominated", "Your delegation is named."),
        ("confirmed", "Your delegation is named and confirmed."),
        ("excused", "Your delegation is excused."),
    ],
)
def test_home_names_the_meetings_ahead_and_where_the_delegation_stands(state, sentence, focal_point, party):
    soon = NOW.date() + timedelta(days=30)
    named = DelegationFactory(party=party, state=state, meeting__begins_on=soon, meeting__ends_on=soon)
    DelegationFactory(meeting=named.meeting, state="queried")
    MeetingFactory(state="planned", begins_on=soon, ends_on=soon)
    MeetingFactory(state="convened", begins_on=NOW.date() + timedelta(days=300), ends_on=None)

    page = focal_point.get(reverse("portal"))

    assert list(page.context["meetings"]) == [named.meeting]
    assert reverse("meeting", kwargs={"uuid": named.meeting.uuid}) in page.content.decode()
    assert sentence in page.content.decode()
    assert "a question about your delegation" not in page.content.decode()


def test_home_names_the_meeting_a_round_goes_to_once_it_is_convened(client, party):
    som = MeetingFactory(state="planned", title_en="Senior officials in the making")
    opened_round(party, som=som, **AHEAD)
    client.force_login(person("focal_point", party))
    before = client.get(reverse("portal")).content.decode()
    som.state = "convened"
    som.save()

    after = client.get(reverse("portal")).content.decode()

    assert ("goes to" in before, "in the making" in before) == (False, False)
    assert ("goes to" in after, "in the making" in after) == (True, True)


def test_home_leads_to_the_report_of_a_round_while_it_is_circulated(client):
    report = consolidated.drafted()
    circulate(report, comments_until=NOW + timedelta(days=14), actor=consolidated.chair(), version=None, now=NOW)
    client.force_login(person("focal_point", participant("EG")))

    page = client.get(reverse("portal")).content.decode()

    assert reverse("portal-report", kwargs={"uuid": report.uuid}) in page
    assert "comments until" in page


def test_home_says_nothing_of_a_report_that_is_being_drafted(client):
    report = consolidated.drafted()
    client.force_login(person("focal_point", participant("EG")))

    assert str(report.uuid) not in client.get(reverse("portal")).content.decode()


def test_a_request_says_when_the_consolidation_has_begun(client, party):
    round_ = opened_round(party, **AHEAD)
    close_to_contributions(round_, actor=actor("secretariat_officer"), version=fresh(round_).version, now=NOW)
    client.force_login(person("focal_point", party))

    page = client.get(reverse("portal")).content.decode()

    assert "The consolidation has begun." in page
    assert "days from now" not in page
