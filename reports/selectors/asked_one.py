"""One question of one form by the name of its field: what autosave asks, at a price that no form makes higher."""

from uuid import UUID

from django.db.models import Q, QuerySet

from actionplan.models import Activity
from reports.enums import LISTS, OF_ACTIVITY
from reports.models import Answer, Contribution, TemplateQuestion, TemplateSection
from reports.names import FieldName, ending, is_short, read_anchor
from reports.selectors.asked import current_activities, supported_by, template_key_of, template_of
from reports.selectors.asked_question import AskedQuestion
from reports.selectors.editions import followers
from reports.selectors.things import thing_among


def asked_one(contribution: Contribution, name: str) -> AskedQuestion | None:
    """The question under this name with its answer, as `asked_sections` has it; None where it is not asked."""
    named = _answer_named(name)
    if named is None:
        return None
    template = template_key_of(contribution)
    asked = TemplateQuestion.objects.select_related("section")
    question = asked.filter(uuid=named.question, section__template=template).first()
    return _one_of(contribution, question, list(named.rest)) if question is not None else None


def asked_before(contribution: Contribution, name: str) -> AskedQuestion | None:
    """What a page calls like this that was opened before its round moved to the next edition.

    It is the question that follows, or the very one where none does; None for what was never asked.
    """
    named = _answer_named(name)
    if named is None:
        return None
    pairs = followers(template_of(contribution), [named.question])
    asked = next((new or old for old, new in pairs.items()), None)
    return _one_of(contribution, asked, list(named.rest)) if asked is not None else None


def _answer_named(name: str) -> FieldName | None:
    named = FieldName.read(name)
    return None if named is None or named.kind != "q" or named.input else named


def _one_of(contribution: Contribution, question: TemplateQuestion, rest: list[UUID]) -> AskedQuestion | None:
    """The activity and the item that the rest of the name says, if they are asked about."""
    of_activity = question.section.per_activity or question.section.for_supporting
    about = rest.pop(0) if of_activity and rest else None
    if (of_activity and about is None) or len(rest) != int(question.kind in LISTS | OF_ACTIVITY):
        return None
    item = rest[0] if rest else None
    answers = Answer.objects.filter(contribution=contribution, question=question)
    if about is None:
        unfolds = question.kind in OF_ACTIVITY
        return (
            None if unfolds else AskedQuestion(question, None, answers.filter(activity=None, item=item).first(), item)
        )
    asked = _asked_about(contribution, question.section).filter(_called(about))
    if question.kind in OF_ACTIVITY and item is not None:
        activity, thing = thing_among(question.kind, asked, item)
        answer = answers.filter(activity=activity, item=thing.uuid).first() if thing else None
        return AskedQuestion(question, activity, answer, thing.uuid, thing) if thing else None
    activity, answer = _in_activity(asked, answers.filter(item=item))
    return AskedQuestion(question, activity, answer, item) if activity else None


def _in_activity(
    asked: "QuerySet[Activity]", answers: "QuerySet[Answer]"
) -> tuple[Activity, Answer] | tuple[Activity | None, None]:
    """The activity that is asked about, and its answer: where there is one, a single question finds both."""
    answer = answers.filter(activity__in=asked).select_related("activity").first()
    if answer is not None and answer.activity is not None:
        return answer.activity, answer
    return asked.first(), None


def place_named(contribution: Contribution, name: str) -> tuple[TemplateSection | None, Activity | None]:
    """The section, and the activity it is asked about, under the anchor of a page; nothing where there is none."""
    named = read_anchor(name)
    if named is None:
        return None, None
    section = TemplateSection.objects.filter(uuid=named[0], template=template_key_of(contribution)).first()
    return section, activity_asked(contribution, section, named[1]) if section else None


def activity_asked(contribution: Contribution, section: TemplateSection, named: UUID | None) -> Activity | None:
    """The activity named, where this section is asked about it."""
    if named is None:
        return None
    return _asked_about(contribution, section).filter(_called(named)).first()


def _called(named: UUID) -> Q:
    """The one of this uuid, or the one whose uuid ends like this where a name says no more."""
    return Q(uuid__endswith=ending(named)) if is_short(named) else Q(uuid=named)


def _asked_about(contribution: Contribution, section: TemplateSection) -> "QuerySet[Activity]":
    current = current_activities(contribution.round.plan_id)
    party = contribution.party_id
    if section.per_activity:
        return current.filter(lead=party)
    return current.filter(supported_by(party)).exclude(lead=party) if section.for_supporting else current.none()
