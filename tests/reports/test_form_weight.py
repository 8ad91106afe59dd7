"""The form stays light: few queries however many activities, and a page that a bad link carries."""

import gzip
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.enums import QuestionKind
from reports.models import Template
from reports.selectors.asked import asked_sections
from reports.services.answers import write_answers
from reports.services.one_answer import Draft
from tests.factories.actionplan import ActivityFactory, IndicatorFactory, MilestoneFactory, PlanFactory
from tests.factories.parties import PartyFactory, actor, person
from tests.factories.reports import drafted, fresh, opened_round
from tests.reports.test_items import finish

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
FIRST_VISIT, LATER_PAGE = 120_000, 25_000

SAID = {
    QuestionKind.YES_NO: "yes",
    QuestionKind.NUMBER: "60",
    QuestionKind.INDICATOR_VALUES: "60",
    QuestionKind.ACTIVITY_STATUS: "ongoing",
    QuestionKind.AGREEMENT: "agree",
    QuestionKind.MILESTONES: "planned 2026-09-30",
    QuestionKind.LINKS: "Evaluation {number} https://www.example.org/evaluation/{number}",
}
"""An answer of each kind. Words differ from place to place, and are short: a long text has its own weight."""
LANGUAGES = ("fr", "en", "ar")


def form_with(activities, client, *, is_second=False):
    """The form of the shipped template for a participant that leads so many activities and supports three.

    A second one is filled in from the first: every question was answered, in three languages.
    """
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
    given = {"plan": plan, "state_template": shipped, **ahead}
    if is_second:
        finish(answer_all(drafted(party, opened_round(party, period_begins_on="2024-01-01", **given))))
    begun = drafted(party, opened_round(party, **given))
    client.force_login(person("focal_point", party))
    return reverse("portal-form", kwargs={"uuid": begun.uuid})


def answer_all(contribution):
    """Every question, and one entry of each list, in one language after the other."""
    by = actor("focal_point", contribution.party)
    items = [item for section in asked_sections(contribution) for item in section.questions]
    for place, language in enumerate(LANGUAGES):
        drafts = [draft(item, number) for number, item in enumerate(items) if number % len(LANGUAGES) == place]
        write_answers(fresh(contribution), actor=by, drafts=drafts, now=timezone.now(), language=language)
    return fresh(contribution)


def draft(item, number):
    text = SAID.get(item.question.kind, "What was done in the period, part {number}.").format(number=number)
    activity = item.activity.uuid if item.activity else None
    return Draft(item.question.uuid, activity, text, 0, item=item.item or (uuid4() if item.is_of_list else None))


def compressed(content):
    return len(gzip.compress(content, 6))


def scripts_and_sheets(page):
    """What a browser that comes for the first time fetches beside the page, fonts apart."""
    names = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:js|css))"', page))
    assert {name.rpartition(".")[2] for name in names} == {"js", "css"}
    return [Path(finders.find(name)).read_bytes() for name in names]


@pytest.mark.parametrize(("activities", "is_second"), [(1, False), (40, False), (40, True)])
def test_form_answers_in_few_queries_and_is_light_however_many_activities(activities, is_second, client):
    url = form_with(activities, client, is_second=is_second)
    client.get(url)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)

    assert response.status_code == 200
    assert len(queries) <= MOST_QUERIES
    page = compressed(response.content)
    assert page <= LATER_PAGE
    assert page + sum(map(compressed, scripts_and_sheets(response.content.decode()))) <= FIRST_VISIT


def test_a_form_filled_in_from_the_last_round_asks_of_every_answer_whether_it_holds_and_says_its_language(client):
    page = client.get(form_with(2, client, is_second=True)).content.decode()

    led = [name for name in re.findall(r'name="c-([0-9a-f-]+)"', page) if name.count("-") >= 1]
    spoken = re.findall(r'name="w-[0-9a-f-]+"', page)
    assert len(led) >= 2 * len(SAID)
    assert len(spoken) >= 2 * 5
    assert page.count('class="link-out"') == 2
    assert {language for language in LANGUAGES if f'lang="{language}"' in page} == set(LANGUAGES)
