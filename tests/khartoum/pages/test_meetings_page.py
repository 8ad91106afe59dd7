"""The list of meetings: what was announced, the next one first, in a constant number of queries."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.meetings import MeetingFactory
from tests.factories.parties import NOW, person

pytestmark = pytest.mark.django_db


def lists(client, *made):
    """Those made here, as they stand in the two lists."""
    context = client.get(reverse("meetings")).context
    return [[meeting for meeting in context[name] if meeting in made] for name in ("ahead", "earlier")]


def began(state, day):
    return MeetingFactory(state=state, begins_on=day, ends_on=None)


def test_the_next_meeting_stands_first_and_the_last_one_first_of_those_before(client):
    later, sooner = (MeetingFactory(state="convened", begins_on=date(2026, month, 1), ends_on=None) for month in (9, 6))
    older, newer = (
        MeetingFactory(state="concluded", begins_on=date(year, 1, 5), ends_on=None) for year in (2020, 2024)
    )
    postponed = MeetingFactory(state="postponed", begins_on=None, ends_on=None, convened_at=NOW)

    assert lists(client, older, later, newer, sooner, postponed) == [[sooner, later], [postponed, newer, older]]


def test_plans_are_listed_for_staff_alone(client):
    planned = MeetingFactory(state="planned")
    assert lists(client, planned) == [[], []]

    client.force_login(person("secretariat_officer"))

    assert lists(client, planned) == [[planned], []]


def test_every_page_leads_to_the_list_and_the_list_to_each_meeting(client):
    meeting = MeetingFactory(state="held")

    assert 'href="/meetings/"' in client.get(reverse("home")).content.decode()
    assert f'href="/meetings/{meeting.uuid}/"' in client.get("/meetings/").content.decode()
    assert 'href="/meetings/" aria-current="true"' in client.get(f"/meetings/{meeting.uuid}/").content.decode()


def test_a_long_list_costs_no_more_queries_than_a_short_one(client, django_assert_num_queries):
    client.get("/meetings/")
    with django_assert_num_queries(2):
        client.get("/meetings/")
    MeetingFactory.create_batch(30, state="concluded")
    with django_assert_num_queries(2):
        client.get("/meetings/")
