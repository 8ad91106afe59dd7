"""Plans with and without the public, activities in every state, programmes from draft to account."""

from datetime import date

from actionplan.enums import ActivityState
from actionplan.models import ActivityFollowUp, Plan
from parties.models import Presidency
from tests.canaries.strings import planted, planted_key
from tests.factories import actionplan as made
from tests.factories.meetings import MeetingFactory
from tests.factories.parties import designated_term
from tests.factories.proposals import proposed, source_called

SECRET = "plan not published"
PROPOSED = "proposal of a source"
OWN_PROPOSED = "proposal of the partner system"
SECRET_MEETING = "meeting being planned"


def build(world):
    published = Plan.objects.filter(is_published=True, objectives__isnull=False).order_by("pk").first()
    hidden = made.PlanFactory(code="world-hidden", title_en=planted(SECRET), is_published=False)
    world.rows["plan"] = {"published": published, "draft": hidden}
    made.PlanFactory(code="world-adopted", adopted_at=_meeting_being_planned())
    world.rows["objective"] = {
        "published": published.objectives.order_by("pk").first(),
        "draft": made.ObjectiveFactory(plan=hidden, title_en=planted(SECRET)),
    }
    world.rows["next objective"] = {"": made.ObjectiveFactory(plan=published)}
    _activities(world)
    ongoing, drafted = world.rows["chain activity"].values()
    world.rows["milestone"] = {
        state: made.MilestoneFactory(activity=ongoing, state=state) for state in ("planned", "dropped")
    }
    world.rows["milestone"]["reached"] = made.MilestoneFactory(
        activity=ongoing, state="reached", reached_on="2026-02-01"
    )
    world.rows["indicator"] = {"own": made.IndicatorFactory(activity=ongoing)}
    made.IndicatorTargetFactory(indicator=world.rows["indicator"]["own"])
    _hanging_on_a_draft(world, drafted)
    _newest(world)
    world.rows["domain"] = {"first": made.domain(1)}
    _evaluations(world, published, hidden, about=_superseded_by_drafts(world, published, hidden))
    world.rows["context note"] = {"noted": made.ContextNoteFactory()}
    world.rows["programme"] = dict(_programmes(world))
    _proposals(world)


def _proposals(world):
    """Of sources that staff upload, and of those that the partner system speaks for."""
    rows = {state: proposed(state, joint_with=planted(PROPOSED)) for state in ("waiting", "declined")}
    speaks = {"client": world.rows["client"]["of_staff"], "joint_with": planted(OWN_PROPOSED)}
    rows |= {f"own_{state}": proposed(state, **speaks) for state in ("waiting", "declined")}
    world.rows["proposal"] = rows
    own = source_called("world-own", speaks["client"])
    of_staff = rows["waiting"].source
    of_staff.name = planted(PROPOSED)
    of_staff.save(update_fields=["name"])
    world.rows["source"] = {"known": of_staff, "own": own}


def _meeting_being_planned():
    """The meeting of a plan that is for everybody: it is named by its key to those who may see it."""
    return MeetingFactory(code="world-adopting", title_en=planted(SECRET_MEETING), uuid=planted_key(SECRET_MEETING))


def _activities(world):
    """In every state, and of a plan that is a draft; they serve the same paragraph, and one of a text in the making."""
    aim, secret = world.rows["objective"]["published"], world.rows["objective"]["draft"]
    activities = {state: _activity(world, aim, state) for state in ActivityState.values}
    world.rows["next activity"] = {"": _activity(world, aim, "planned")}
    drafted = _activity(world, secret, "planned", title=planted(SECRET))
    world.rows["activity"] = {**activities, "of_a_draft": drafted}
    world.rows["chain activity"] = {"published": activities["ongoing"], "draft": drafted}
    activities["ongoing"].paragraphs.set(world.rows["paragraph"].values())
    drafted.paragraphs.set([world.rows["paragraph"]["adopted"]])


def _superseded_by_drafts(world, published, hidden):
    """Items of a plan for everybody whose place was taken in a draft; what took it is named by its key."""
    aim = made.ObjectiveFactory(plan=hidden, title_en=planted(SECRET), uuid=planted_key(SECRET))
    activity = made.ActivityFactory(objective=aim, title_en=planted(SECRET), uuid=planted_key(SECRET))
    gone = made.ObjectiveFactory(plan=published, superseded_by=aim)
    world.rows["objective"]["superseded"] = gone
    world.rows["activity"]["superseded"] = made.ActivityFactory(objective=gone, superseded_by=activity)
    return activity


def _evaluations(world, published, hidden, *, about):
    """Whatever is recommended is about an activity of a draft."""
    world.rows["evaluation"] = {
        "draft": made.EvaluationFactory(plan=published, conducted_by_en=planted("evaluation being drafted")),
        "published": made.EvaluationFactory(plan=published, state="published"),
        "of_a_draft": made.EvaluationFactory(plan=hidden, state="published", conducted_by_en=planted(SECRET)),
    }
    for evaluation in world.rows["evaluation"].values():
        said = evaluation.conducted_by_en  # a secret word where only some may read it
        answer = {"response_en": "It will be done", "activity": about}
        evaluation.points.create(kind="recommendation", number=1, text_en=said, **answer)


def _newest(world):
    """A draft that comes before all other plans: no chain through one of its paragraphs names it to the public."""
    days = {"begins_on": date(2040, 1, 1), "ends_on": date(2044, 12, 31)}
    newest = made.PlanFactory(
        code="world-newest", title_en=planted(SECRET), uuid=planted_key(SECRET), is_published=False, **days
    )
    aim = made.ObjectiveFactory(plan=newest, title_en=planted(SECRET))
    _activity(world, aim, "planned", title=planted(SECRET)).paragraphs.set([world.rows["paragraph"]["adopted"]])


def _hanging_on_a_draft(world, activity):
    """What hangs on an activity that the public does not see, and is not seen without it."""
    made.MilestoneFactory(activity=activity, title_en=planted(SECRET))
    made.FundingFactory(activity=activity)
    made.FrameworkLinkFactory(activity=activity)
    indicator = made.IndicatorFactory(activity=activity, name_en=planted(SECRET))
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
