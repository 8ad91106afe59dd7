"""Loads the demonstration in one transaction: killed at any point, nothing of it stays."""

from datetime import datetime

from django.db import transaction

from actionplan.models import Plan
from khartoum.demonstration import evaluation, open_round, past_round, silence
from khartoum.demonstration.moments import Moments
from khartoum.demonstration.people import appoint_everybody
from reports.enums import Audience
from reports.models import Round, Template

FIRST_DAY = -345
"""Offices are to be confirmed a year later: soon, and not before the demonstration begins."""


def is_loaded() -> bool:
    """Whether the demonstration is in the database: its last round is written last."""
    return Round.objects.filter(code="DEMO-2").exists()


def shipped_template(audience: Audience) -> Template:
    """The template of the reference data for one audience."""
    return Template.objects.get(code="periodic-report", edition=1, audience=audience)


@transaction.atomic
def load_demonstration(now: datetime) -> None:
    """Walk the chain once, look back at the plan, put a text to silence, and open the next round."""
    moments = Moments(now.date())
    appoint_everybody(begins_on=moments.day(FIRST_DAY), now=moments.morning(FIRST_DAY))
    templates = (shipped_template(Audience.STATE), shipped_template(Audience.ORGANISATION))
    plan = Plan.objects.get(code="CAP")
    previous = past_round.walk(plan, templates, moments)
    evaluation.review(plan, moments)
    silence.begin(moments)
    open_round.walk(plan, templates, previous, moments)
