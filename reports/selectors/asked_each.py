"""What several contributions are asked, in as many queries as one: for the page that says how far each of them is."""

from collections.abc import Collection

from django.db.models import Q

from actionplan.models import Activity
from reports.models import Answer, Contribution
from reports.selectors.asked import current_activities, sections_of_each, supported_by, template_key_of, unfold
from reports.selectors.asked_question import AskedSection
from reports.selectors.things import things_of

Activities = tuple[list[Activity], list[Activity]]
"""Those a participant leads, and those it supports."""


def asked_of_each(contributions: Collection[Contribution]) -> dict[int, list[AskedSection]]:
    """By the key of the contribution, which comes with its participant and its round; nothing is read for none."""
    if not contributions:
        return {}
    sections = sections_of_each({template_key_of(one) for one in contributions})
    activities = _activities_of(contributions)
    things = things_of(
        [section for each in sections.values() for section in each],
        {activity.pk: activity for pair in activities.values() for each in pair for activity in each}.values(),
    )
    answers: dict[int, list[Answer]] = {}
    for answer in Answer.objects.filter(contribution__in=contributions).order_by("id"):
        answers.setdefault(answer.contribution_id, []).append(answer)
    return {
        one.pk: unfold(
            one, sections.get(template_key_of(one), []), activities[one.pk], things, answers.get(one.pk, [])
        ).sections
        for one in contributions
    }


def _activities_of(contributions: Collection[Contribution]) -> dict[int, Activities]:
    parties = {one.party_id for one in contributions}
    plans = {one.round.plan_id for one in contributions}
    wanted = Q(lead__in=parties) | supported_by(*parties)
    found = list(current_activities(*plans).filter(wanted).select_related("objective").order_by("code"))
    through = Activity.supporting.through.objects.filter(party__in=parties, activity__in=found)
    supports = set(through.values_list("activity_id", "party_id"))
    activities = {}
    for one in contributions:
        of_plan = [activity for activity in found if activity.objective.plan_id == one.round.plan_id]
        led = [activity for activity in of_plan if activity.lead_id == one.party_id]
        others = [activity for activity in of_plan if activity.lead_id != one.party_id]
        activities[one.pk] = led, [each for each in others if (each.pk, one.party_id) in supports]
    return activities
