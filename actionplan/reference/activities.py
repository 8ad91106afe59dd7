"""Records of the activities, their milestones, their money and the goals they serve."""

from collections.abc import Iterator
from typing import Any

from actionplan.models import Activity, FrameworkGoal, JvapDomain, Objective
from actionplan.reference.plans import PLANS
from foundation.reference import Record, in_three, read
from foundation.referred import Named
from meetings.models import OutcomeText, Paragraph
from parties.models import Party, Presidency

PLAIN = ("state", "begins_on", "ends_on", "is_illustrative", "source_system", "external_id", "joint_with")


def entries() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each activity of the file, with its plan."""
    for plan in read(PLANS):
        for activity in plan["activities"]:
            yield plan, activity


def activities() -> Iterator[Record]:
    """The activities; each carries at least one domain."""
    parties, terms, owners = Named(Party), Named(Presidency), Named(Objective)
    domains = {domain.number: domain for domain in JvapDomain.objects.all()}
    paragraphs, texts = _operative_paragraphs(), Named(OutcomeText)
    for plan, entry in entries():
        values = {name: entry[name] for name in PLAIN}
        values |= in_three("title", entry["titles"]) | in_three("description", entry["descriptions"])
        values |= {
            "objective": owners[f"{plan['code']}/{entry['objective']}"],
            "presidency": terms[entry["presidency"]],
            "lead": parties[entry["lead"]],
            "supporting": [parties[code] for code in entry["supporting"]],
            "domains": [domains[number] for number in entry["domains"]],
            "paragraphs": [paragraphs[texts[plan["serves"]].pk, number] for number in entry["paragraphs"]],
        }
        yield Record(entry["code"], values, natural={"code": entry["code"]})


def milestones() -> Iterator[Record]:
    """The dated steps of the activities."""
    owners = Named(Activity)
    for _plan, entry in entries():
        for step in entry["milestones"]:
            values = {name: step[name] for name in ("due_on", "state", "reached_on")}
            values |= {**in_three("title", step["titles"]), "activity": owners[entry["code"]]}
            yield Record(f"{entry['code']}/{step['code']}", values)


def funding() -> Iterator[Record]:
    """The money of the activities."""
    owners, parties = Named(Activity), Named(Party)
    for _plan, entry in entries():
        for line in entry["funding"]:
            values = {name: line[name] for name in ("source", "amount", "currency")}
            values |= {"party": parties[line["participant"]], "activity": owners[entry["code"]]}
            yield Record(f"{entry['code']}/{line['source']}", values)


def framework_links() -> Iterator[Record]:
    """The goals of other frameworks that the activities serve."""
    owners = Named(Activity)
    goals = {(goal.framework.code, goal.code): goal for goal in FrameworkGoal.objects.select_related("framework")}
    for _plan, entry in entries():
        for framework, codes in entry["links"].items():
            for code in codes:
                keys = {"activity": owners[entry["code"]], "goal": goals[framework, code]}
                yield Record(f"{entry['code']}/{framework}/{code}", {}, natural=keys)


def _operative_paragraphs() -> dict[tuple[int, str], Paragraph]:
    found = Paragraph.objects.filter(part="operative")
    return {(paragraph.outcome_text_id, paragraph.number): paragraph for paragraph in found}
