"""Plans with and without the public, activities in every state, programmes from draft to account."""

from actionplan.enums import ActivityState
from actionplan.models import ActivityFollowUp, Plan
from parties.models import Presidency
from tests.canaries.strings import planted
from tests.factories import actionplan as made
from tests.factories.parties import designated_term

SECRET = "plan not published"


def build(world):
    published = Plan.objects.filter(is_published=True, objectives__isnull=False).order_by("pk").first()
    hidden = made.PlanFactory(code="world-hidden", title_en=planted(SECRET), is_published=False)
    world.rows["plan"] = {"published": published, "draft": hidden}
    aim = published.objectives.order_by("pk").first()
    secret = made.ObjectiveFactory(plan=hidden, title_en=planted(SECRET))
    world.rows["objective"] = {"published": aim, "draft": secret}
    world.rows["next objective"] = {"": made.ObjectiveFactory(plan=published)}
    activities = {state: _activity(world, aim, state) for state in ActivityState.values}
    world.rows["next activity"] = {"": _activity(world, aim, "planned")}
    world.rows["activity"] = {**activities, "of_a_draft": _activity(world, secret, "planned", title=planted(SECRET))}
    world.rows["chain activity"] = {
        "published": activities["ongoing"],
        "draft": world.rows["activity"]["of_a_draft"],
    }
    hanging = {"activity": activities["ongoing"]}
    world.rows["milestone"] = {state: made.MilestoneFactory(state=state, **hanging) for state in ("planned", "dropped")}
    world.rows["milestone"]["reached"] = made.MilestoneFactory(state="reached", reached_on="2026-02-01", **hanging)
    world.rows["indicator"] = {"own": made.IndicatorFactory(**hanging)}
    made.IndicatorTargetFactory(indicator=world.rows["indicator"]["own"])
    _hanging_on_a_draft(world, world.rows["activity"]["of_a_draft"])
    world.rows["domain"] = {"first": made.domain(1)}
    world.rows["evaluation"] = {
        "draft": made.EvaluationFactory(plan=published, conducted_by=planted("evaluation being drafted")),
        "published": made.EvaluationFactory(plan=published, state="published"),
        "of_a_draft": made.EvaluationFactory(plan=hidden, state="published", conducted_by=planted(SECRET)),
    }
    for evaluation in world.rows["evaluation"].values():
        said = evaluation.conducted_by  # a secret word where only some may read it
        evaluation.points.create(kind="recommendation", number=1, text_en=said, response_en="It will be done")
    world.rows["context note"] = {"noted": made.ContextNoteFactory()}
    world.rows["programme"] = dict(_programmes(world))


def _hanging_on_a_draft(world, activity):
    """What hangs on an activity that the public does not see, and is not seen without it."""
    made.MilestoneFactory(activity=activity)
    made.FundingFactory(activity=activity)
    made.FrameworkLinkFactory(activity=activity)
    indicator = made.IndicatorFactory(activity=activity)
    made.IndicatorTargetFactory(indicator=indicator)
    made.IndicatorValueFactory(indicator=indicator)
    ActivityFollowUp.objects.create(activity=activity, follow_up=world.rows["follow-up"]["concluded"])


def _programmes(world):
    """A draft of the next Presidency, and the ones of earlier terms further on."""
    secret = planted("programme being drafted")
    yield "draft", made.ProgrammeFactory(presidency=designated_term(), priorities_en=secret)
    earlier = Presidency.objects.exclude(state="designated").order_by("-begins_on")
    for state, term in zip(("considered", "agreed", "accounted"), earlier, strict=False):
        yield state, made.ProgrammeFactory(presidency=term, state=state)


def _activity(world, objective, state, title="An activity"):
    return made.ActivityFactory(
        objective=objective, title_en=title, state=state, lead=world.own, supporting=[world.other]
    )
