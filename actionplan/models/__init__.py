"""Plans, their objectives and activities, what activities serve, and how progress is measured."""

from actionplan.models.activities import Activity, ActivityFollowUp, FrameworkLink, Funding, Milestone
from actionplan.models.evaluations import Evaluation, EvaluationPoint
from actionplan.models.frameworks import Framework, FrameworkGoal, JvapDomain
from actionplan.models.indicators import Indicator, IndicatorTarget, IndicatorValue
from actionplan.models.links import ActivityContext, ActivityDomain, ActivityParagraph, ActivitySupporter
from actionplan.models.plans import Objective, Plan
from actionplan.models.programmes import ContextNote, PresidencyProgramme
from actionplan.models.proposals import ActivityProposal, SourceSystem

__all__ = [
    "Activity",
    "ActivityContext",
    "ActivityDomain",
    "ActivityFollowUp",
    "ActivityParagraph",
    "ActivityProposal",
    "ActivitySupporter",
    "ContextNote",
    "Evaluation",
    "EvaluationPoint",
    "Framework",
    "FrameworkGoal",
    "FrameworkLink",
    "Funding",
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "JvapDomain",
    "Milestone",
    "Objective",
    "Plan",
    "PresidencyProgramme",
    "SourceSystem",
]
