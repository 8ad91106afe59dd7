"""Builds the chain a reader is entitled to: a constant number of queries, whatever the plan's size.

Every link starts from a `visible_to`; a link to something the reader may not see does not exist.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.enums import ActivityState
from actionplan.models import Activity, ActivityFollowUp, Plan
from foundation.actors import Actor
from foundation.days import day_of
from foundation.localized import by_name, language_order, localized, localized_language
from foundation.wording import localdate
from khartoum.pages.chain_graph import ChainGraph, ChainNode
from meetings.models import Decision, FollowUp, Paragraph
from reports.enums import ContributionState
from reports.models import ConsolidatedReport, Contribution, Endorsement, ReportSource, Review, Round, Snapshot
from reports.selectors.consolidated import DEFERRED

Row = Mapping[str, Any]


def chain_of(plan: Plan, actor: Actor) -> ChainGraph:
    """The whole chain of one plan, as far as this reader is entitled."""
    graph = ChainGraph()
    rounds = list(Round.objects.visible_to(actor).filter(plan=plan).values_list("pk", flat=True))
    reports = list(ConsolidatedReport.objects.visible_to(actor).filter(round__in=rounds).values_list("pk", flat=True))
    _add_paragraphs(graph, plan, actor)
    _add_activities(graph, plan, actor)
    _add_contributions(graph, rounds, reports, actor)
    _add_reports(graph, reports)
    _add_endorsements(graph, reports)
    _add_reviews(graph, reports)
    _add_decisions(graph, reports, actor)
    _add_follow_ups(graph, actor)
    return graph


def chain_with(key: str, actor: Actor) -> tuple[Plan, ChainGraph] | None:
    """The newest plan whose chain holds this link for this reader, with its chain."""
    for plan in Plan.objects.visible_to(actor).newest_first():
        graph = chain_of(plan, actor)
        if key in graph.nodes:
            return plan, graph
    return None


def address(kind: str, uuid: object) -> str:
    """Where the chain through one link is shown."""
    return reverse("chain-link", kwargs={"kind": kind, "uuid": uuid})


def _node(
    kind: str, row: Row, label: str, sublabel: str = "", group: str = "", *, is_given_up: bool = False
) -> ChainNode:
    """A link named by a row; `label_language` and `sublabel_language` are columns of those whose texts were chosen."""
    return ChainNode(
        kind=kind,
        id=str(row["uuid"]),
        label=label,
        sublabel=sublabel,
        href=address(kind, row["uuid"]),
        group=group,
        is_given_up=is_given_up,
        language=_foreign(row.get("label_language", "")),
        sublanguage=_foreign(row.get("sublabel_language", "")),
    )


def _foreign(language: str) -> str:
    return "" if language == language_order()[0] else language


def _values(rows: "QuerySet[Any]", *names: str, **named: Any) -> Iterable[Row]:
    return rows.values(*names, **named)


def _add_paragraphs(graph: ChainGraph, plan: Plan, actor: Actor) -> None:
    adopted = Q(outcome_text__meeting=plan.adopted_at_id, part="operative")
    served = Q(pk__in=Activity.objects.filter(objective__plan=plan).values("paragraphs"))
    found = list(_ordered_paragraphs(Paragraph.objects.visible_to(actor).filter(adopted | served)))
    several = len({row["text_title"] for row in found}) > 1
    for row in found:
        graph.add(_node("paragraph", row, f"{row['number']}. {row['title']}", row["text_title"] if several else ""))


def _ordered_paragraphs(rows: "QuerySet[Paragraph]") -> Iterable[Row]:
    named = {
        "title": localized("short_title"),
        "label_language": localized_language("short_title"),
        "text_title": localized("outcome_text__title"),
    }
    return _values(rows.order_by("outcome_text", "-part", "position").distinct(), "uuid", "number", **named)


def _add_activities(graph: ChainGraph, plan: Plan, actor: Actor) -> None:
    rows = Activity.objects.visible_to(actor).current().filter(objective__plan=plan)
    labels = dict(Activity._meta.get_field("state").flatchoices)
    objective = Concat(F("objective__code"), Value(" "), localized("objective__title"), output_field=TextField())
    for row in _values(
        rows.order_by("objective__position", "code"),
        "uuid",
        "code",
        "state",
        title=localized("title"),
        label_language=localized_language("title"),
        objective_name=objective,
    ):
        label = f"{row['code']} {row['title']}"
        how, is_given_up = str(labels[row["state"]]), row["state"] == ActivityState.CANCELLED
        graph.add(_node("activity", row, label, how, row["objective_name"], is_given_up=is_given_up))
    for row in _values(rows.filter(paragraphs__isnull=False), "uuid", paragraph=F("paragraphs__uuid")):
        graph.link(f"paragraph:{row['paragraph']}", f"activity:{row['uuid']}")


def _add_contributions(graph: ChainGraph, rounds: list[int], reports: list[int], actor: Actor) -> None:
    received = Contribution.objects.visible_to(actor).filter(round__in=rounds, submitted_at__isnull=False)
    sources = ReportSource.objects.filter(report__in=reports).values("snapshot__contribution")
    rows = (received | Contribution.objects.filter(pk__in=sources)).exclude(state=ContributionState.WITHDRAWN)
    for row in _values(
        rows.order_by("round__period_begins_on", by_name("party"), "pk"),
        "uuid",
        name=localized("party__name"),
        round_title=localized("round__title"),
    ):
        graph.add(_node("contribution", row, row["name"], row["round_title"], row["round_title"]))
    told = Snapshot.objects.filter(contribution__in=rows, activities__isnull=False)
    for row in _values(told.distinct(), source=F("activities__uuid"), target=F("contribution__uuid")):
        graph.link(f"activity:{row['source']}", f"contribution:{row['target']}")


def _add_reports(graph: ChainGraph, reports: list[int]) -> None:
    rows = ConsolidatedReport.objects.filter(pk__in=reports).order_by("round__period_begins_on")
    labels = dict(ConsolidatedReport._meta.get_field("state").flatchoices)
    for row in _values(rows, "uuid", "state", name=localized("title"), label_language=localized_language("title")):
        graph.add(_node("report", row, row["name"], str(labels[row["state"]])))
    sources = ReportSource.objects.filter(report__in=reports)
    for row in _values(sources, target=F("report__uuid"), source=F("snapshot__contribution__uuid")):
        graph.link(f"contribution:{row['source']}", f"report:{row['target']}")
    paragraphs = rows.filter(paragraphs__activity__isnull=False)
    for row in _values(paragraphs.distinct(), "uuid", activity=F("paragraphs__activity__uuid")):
        graph.link(f"activity:{row['activity']}", f"report:{row['uuid']}")


def _add_endorsements(graph: ChainGraph, reports: list[int]) -> None:
    rows = Endorsement.objects.filter(report__in=reports).order_by("recorded_at")
    silence = {"declared": F("silence__declared_at"), "zone": F("silence__closes_zone")}
    for row in _values(rows, "uuid", "decision__decided_on", **silence, **_recorded()):
        node = _act("endorsement", row)
        if row["declared"]:
            node = replace(node, sublabel=_by_silence(row["declared"], row["zone"]), sublanguage="", day="")
        graph.add(node)
        graph.link(f"report:{row['report_uuid']}", f"endorsement:{row['uuid']}")


def _add_reviews(graph: ChainGraph, reports: list[int]) -> None:
    rows = Review.objects.filter(report__in=reports).order_by("recorded_at")
    endorsed = dict(
        Endorsement.objects.filter(report__in=reports).order_by("recorded_at").values_list("report__uuid", "uuid")
    )
    for row in _values(rows, "uuid", "decision__decided_on", **_recorded()):
        graph.add(_act("review", row))
        if row["report_uuid"] in endorsed:
            graph.link(f"endorsement:{endorsed[row['report_uuid']]}", f"review:{row['uuid']}")


def _act(kind: str, row: Row) -> ChainNode:
    """What a meeting did, with the meeting and the day of its decision."""
    node = _node(kind, row, row["verb_name"], row["meeting_name"])
    return replace(node, day=localdate(row["decision__decided_on"]), is_deferred=row["verb_code"] == DEFERRED)


def _recorded() -> dict[str, Any]:
    return {
        "report_uuid": F("report__uuid"),
        "verb_code": F("verb__code"),
        "verb_name": localized("verb__past"),
        "meeting_name": localized("meeting__title"),
        "sublabel_language": localized_language("meeting__title"),
    }


def _by_silence(declared: datetime, zone: str) -> str:
    return _("by silence procedure, declared on %(day)s") % {"day": localdate(day_of(declared, zone))}


def _add_decisions(graph: ChainGraph, reports: list[int], actor: Actor) -> None:
    rows = Decision.objects.visible_to(actor).filter(review__report__in=reports).distinct().order_by("decided_on", "pk")
    said = {"words": localized("text"), "sublabel_language": localized_language("text")}
    for row in _values(rows, "uuid", "number", review_uuid=F("review__uuid"), **said):
        graph.add(_node("decision", row, _("Decision %(number)s") % row, row["words"]))
        graph.link(f"review:{row['review_uuid']}", f"decision:{row['uuid']}")


def _add_follow_ups(graph: ChainGraph, actor: Actor) -> None:
    decisions = [node.id for node in graph.column("decision")]
    rows = FollowUp.objects.visible_to(actor).filter(decision__uuid__in=decisions).order_by("due_on", "pk")
    labels = dict(FollowUp._meta.get_field("state").flatchoices)
    said = {"words": localized("title"), "label_language": localized_language("title")}
    for row in _values(rows, "uuid", "state", decision_uuid=F("decision__uuid"), **said):
        graph.add(_node("follow_up", row, row["words"], str(labels[row["state"]])))
        graph.link(f"decision:{row['decision_uuid']}", f"follow_up:{row['uuid']}")
    ties = ActivityFollowUp.objects.visible_to(actor).filter(follow_up__in=rows)
    for row in _values(ties, activity_uuid=F("activity__uuid"), follow_up_uuid=F("follow_up__uuid")):
        graph.come_back(f"follow_up:{row['follow_up_uuid']}", f"activity:{row['activity_uuid']}")
