"""The form stays light: few queries however many activities, and a page that a bad link carries."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.models import Template
from tests.factories.actionplan import ActivityFactory, IndicatorFactory, MilestoneFactory, PlanFactory
from tests.factories.parties import PartyFactory, person
from tests.factories.reports import drafted, opened_round

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
FIRST_VISIT, LATER_PAGE = 120_000, 25_000


def form_with(activities, client):
    """The form of the shipped template for a participant that leads so many activities and supports three."""
    party, plan = PartyFactory(), PlanFactory()
    for _number in range(activities):
        activity = ActivityFactory(lead=party, objective__plan=plan)
        MilestoneFactory.create_batch(2, activity=activity)
        IndicatorFactory.create_batch(2, activity=activity)
    for _number in range(3):
        ActivityFactory(objective__plan=plan, supporting=[party])
    shipped = Template.objects.get(code="periodic-report", audience="state", edition=1)
    now = timezone.now()
    ahead = {"due_at": now + timedelta(days=30), "cutoff_at": now + timedelta(days=40), "now": now}
    begun = drafted(party, opened_round(party, plan=plan, state_template=shipped, **ahead))
    client.force_login(person("focal_point", party))
    return reverse("portal-form", kwargs={"uuid": begun.uuid})


def compressed(content):
    return len(gzip.compress(content, 6))


def scripts_and_sheets(page):
    """What a browser that comes for the first time fetches beside the page, fonts apart."""
    names = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:js|css))"', page))
    assert {name.rpartition(".")[2] for name in names} == {"js", "css"}
    return [Path(finders.find(name)).read_bytes() for name in names]


@pytest.mark.parametrize("activities", [1, 40])
def test_form_answers_in_few_queries_and_is_light_however_many_activities(activities, client):
    url = form_with(activities, client)
    client.get(url)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)

    assert response.status_code == 200
    assert len(queries) <= MOST_QUERIES
    page = compressed(response.content)
    assert page <= LATER_PAGE
    assert page + sum(map(compressed, scripts_and_sheets(response.content.decode()))) <= FIRST_VISIT
