"""Words by which plans, objectives and activities are found."""

from actionplan.models import Activity, Objective, Plan
from foundation.search.registry import Findable, words_of


def of_plan(plan: Plan) -> dict[str, str]:
    """The title of the plan."""
    return words_of(plan, "title", plain=plan.code)


def of_objective(objective: Objective) -> dict[str, str]:
    """Title and code."""
    return words_of(objective, "title", plain=objective.code)


def of_activity(activity: Activity) -> dict[str, str]:
    """Title, description and code."""
    return words_of(activity, "title", "description", plain=activity.code)


FINDABLE = (Findable(Plan, of_plan), Findable(Objective, of_objective), Findable(Activity, of_activity))
