"""The pages everybody may open: the start page and the chain, whole or through one of its links."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from actionplan.models import Evaluation, Plan
from foundation.actors import Actor, actor_on
from khartoum.pages.chain import chain_of, chain_with
from khartoum.pages.chain_graph import KINDS
from khartoum.pages.chain_picture import draw_chain
from khartoum.pages.chain_table import links_of, paragraph_rows, unserved
from khartoum.pages.distribution import distribution_of
from khartoum.pages.distribution_picture import draw_distribution
from khartoum.pages.kinds import kind_name
from khartoum.pages.link_row import decision_of, received_of, reservations_of, row_of, says_its_meeting
from parties.selectors import presidency_in_chair


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what this is, the chain, and where one's own work begins."""
    actor = actor_on(request)
    context = {
        "chair": presidency_in_chair(),
        "opens_workbench": actor.reads_as_staff,
    }
    return render(request, "pages/home.html", context)


@require_safe
def chain_page(request: HttpRequest, code: str = "") -> HttpResponse:
    """The whole chain of a plan: a picture and a table, the paragraphs nobody serves, the five domains."""
    actor = actor_on(request)
    plans = list(Plan.objects.visible_to(actor).newest_first())
    plan = next((plan for plan in plans if plan.code == code), None) if code else _first_with_items(plans, actor)
    if plan is None:
        if code:
            raise Http404
        return render(request, "pages/chain.html", {"plans": plans})
    graph = chain_of(plan, actor)
    distribution = distribution_of(plan, actor)
    context = {
        "plan": plan,
        "plans": plans,
        "graph": graph,
        "rows": paragraph_rows(graph),
        "unserved": unserved(graph),
        "distribution": distribution,
        "bars": draw_distribution(distribution, language=get_language() or "en"),
        "picture": draw_chain(graph, language=get_language() or "en"),
        "evaluations": Evaluation.objects.visible_to(actor).filter(plan=plan).prefetch_related("points"),
    }
    return render(request, "pages/chain.html", context)


@require_safe
def chain_link(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """The chain through one link: what it rests on and what follows from it, as far as the reader is entitled."""
    actor = actor_on(request)
    key = f"{kind}:{uuid}"
    found = chain_with(key, actor) if kind in KINDS else None
    if found is None:
        raise Http404
    plan, graph = found
    part, node = graph.through(key), graph.nodes[key]
    row = row_of(node)
    context = {
        "plan": plan,
        "node": node,
        "row": row,
        "meeting_said": says_its_meeting(row),
        "received": received_of(row),
        "decided": decision_of(row, actor),
        "reservations": reservations_of(node, actor) if kind == "endorsement" else [],
        "kind_name": kind_name(node),
        "above": links_of(graph, graph.above(key) - {key}),
        "below": links_of(graph, graph.below(key) - {key}),
        "returns": [graph.nodes[edge.target] for edge in graph.returns if edge.source == key],
        "returning": [graph.nodes[edge.source] for edge in graph.returns if edge.target == key],
        "picture": draw_chain(part, language=get_language() or "en", focus=key),
    }
    return render(request, "pages/chain_link.html", context)


def _first_with_items(plans: list[Plan], actor: Actor) -> Plan | None:
    with_items = Plan.objects.visible_to(actor).filter(objectives__activities__isnull=False)
    first = with_items.newest_first().first()
    return first or (plans[0] if plans else None)
