"""A draft with questions of every kind, and its focal point at a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.actionplan import ActivityFactory, IndicatorFactory, MilestoneFactory
from tests.factories.parties import actor, person
from tests.factories.reports import QuestionFactory, drafted, opened_round, template
from tests.reports.offline.forms import TYPED
from tests.states import kept

NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@kept
def every_kind():
    """The usual template with questions of every kind."""
    made = template()
    general, led = made.sections.get(code="general"), made.sections.get(code="activity")
    QuestionFactory(section=general, code="projects", kind="entries", position=3, text_en="Projects and policies")
    QuestionFactory(section=general, code="agreed", kind="yes_no", position=4, text_en="Was it agreed?")
    QuestionFactory(section=general, code="trained", kind="number", position=5, text_en="How many were trained?")
    QuestionFactory(section=led, code="milestones", kind="milestones", position=3, text_en="Milestones")
    QuestionFactory(section=led, code="values", kind="indicator_values", position=4, text_en="Values")
    return made


@kept
def asks_for_each_of_them():
    """The usual template with a question for each of `TYPED`."""
    made = template()
    for position, code in enumerate(TYPED, start=3):
        section = made.sections.get(code="general")
        QuestionFactory(section=section, code=code, position=position, text_en=f"What of {code}?")
    return made


@kept
def led_by(party):
    """An activity with what is reported of one: a milestone and an indicator."""
    made = ActivityFactory(lead=party)
    MilestoneFactory(activity=made)
    IndicatorFactory(activity=made, is_qualitative=False)
    return made


@pytest.fixture
def activity(party):
    return led_by(party)


@pytest.fixture
def focal_point(party):
    return actor("focal_point", party)


def begun(party, activity, focal_point, asked):
    """A draft that answers the template `asked`."""
    round_ = opened_round(party, plan=activity.objective.plan, state_template=asked, **AHEAD)
    return drafted(party, round_, by=focal_point, now=NOW)


@pytest.fixture
def draft(party, activity, focal_point):
    return begun(party, activity, focal_point, every_kind())


@pytest.fixture
def plain_draft(party, activity, focal_point):
    """One that asks for text, as often as there are `TYPED` to be typed."""
    return begun(party, activity, focal_point, asks_for_each_of_them())


@pytest.fixture
def office(client, party):
    client.force_login(person("focal_point", party))
    return client
