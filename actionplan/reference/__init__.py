"""The reference data of the action plan: JVAP domains, frameworks, and the plans with their illustrative items."""

from actionplan.models import (
    Activity,
    Framework,
    FrameworkGoal,
    FrameworkLink,
    Funding,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    JvapDomain,
    Milestone,
    Objective,
    Plan,
)
from actionplan.reference.activities import activities, framework_links, funding, milestones
from actionplan.reference.indicators import indicators, targets, values_seen
from actionplan.reference.plans import domains, frameworks, goals, objectives, plans
from foundation.reference import Collection

COLLECTIONS = (
    Collection(JvapDomain, domains),
    Collection(Framework, frameworks),
    Collection(FrameworkGoal, goals),
    Collection(Plan, plans, seed=True),
    Collection(Objective, objectives, seed=True),
    Collection(Activity, activities, seed=True),
    Collection(Milestone, milestones, seed=True),
    Collection(Funding, funding, seed=True),
    Collection(FrameworkLink, framework_links, seed=True),
    Collection(Indicator, indicators, seed=True),
    Collection(IndicatorTarget, targets, seed=True),
    Collection(IndicatorValue, values_seen, seed=True),
)
