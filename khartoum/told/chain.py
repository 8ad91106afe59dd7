"""The chain for partner systems, whole or through one of its links, as far as the reader is entitled. Read only."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import override
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request

from actionplan.models import Plan
from foundation.actors import Actor
from foundation.api.fields import TEXTS
from foundation.api.pieces import PieceViewSet
from foundation.localized import LANGUAGES
from khartoum.pages.chain import chain_of, chain_with
from khartoum.pages.chain_graph import KINDS, ChainEdge, ChainGraph, ChainNode

DETAILS = {
    "paragraph": "outcome-paragraphs-detail",
    "activity": "activities-detail",
    "contribution": "contributions-detail",
    "report": "reports-detail",
    "endorsement": "endorsements-detail",
    "review": "reviews-detail",
    "decision": "decisions-detail",
    "follow_up": "follow-ups-detail",
}
"""Where the object behind a link is read."""


class TextsAsTold(serializers.JSONField):
    """Texts that are composed in each language: described as every other text of the API."""

    _spectacular_annotation = {"field": TEXTS}


class ChainLinkSerializer(serializers.Serializer[Any]):
    """One link of the chain."""

    key = serializers.CharField(help_text="Kind and uuid with a colon between them: how `steps` name this link.")
    kind = serializers.ChoiceField(KINDS, help_text="Which of the eight links it is, in the order of the chain.")
    uuid = serializers.UUIDField(help_text="The public identity of the object.")
    label: Any = TextsAsTold(help_text="What the link is called, in words of the chain's page.")
    note = TextsAsTold(help_text="What stands under its name: a state, a meeting with its day, the text of a decision.")
    url = serializers.URLField(help_text="Where the object itself is read, by those who may read it.")
    is_given_up = serializers.BooleanField(help_text="A cancelled activity: it is told of, and serves no paragraph.")
    is_deferred = serializers.BooleanField(help_text="A meeting put the report off: no endorsement and no review.")


class StepSerializer(serializers.Serializer[Any]):
    """One step of the chain, from one link to the next, by their keys."""

    source: Any = serializers.CharField(help_text="The key of the link that the step leads from.")
    target = serializers.CharField(help_text="The key of the link that follows from it.")


@extend_schema_serializer(many=False)
class ChainSerializer(serializers.Serializer[Any]):
    """The chain of a plan, from the paragraphs to the follow-up."""

    plan = serializers.UUIDField(help_text="The plan whose chain it is.")
    links = ChainLinkSerializer(many=True, help_text="All links, kind after kind in the order of the chain.")
    steps = StepSerializer(many=True, help_text="From each link to those that follow from it.")
    returns = StepSerializer(many=True, help_text="From a follow-up back to the activity it bears on.")


class ChainThroughSerializer(ChainSerializer):
    """The chain through one link: everything it rests on, and everything that follows from it."""

    link = serializers.CharField(help_text="The key of the link that was asked for.")
    above = serializers.ListField(child=serializers.CharField(), help_text="Keys of the links it rests on.")
    below = serializers.ListField(child=serializers.CharField(), help_text="Keys of the links that follow from it.")


class ChainViewSet(PieceViewSet):
    """The chain as the page `/chain/` knows it."""

    model = Plan
    serializer_class = ChainSerializer

    @extend_schema(responses=ChainSerializer)
    def of_plan(self, request: Request, uuid: UUID) -> HttpResponse:
        """The whole chain of one plan, as far as the reader is entitled."""
        plan = get_object_or_404(Plan.objects.visible_to(self.actor), uuid=uuid)
        return self.told(request, lambda: _told(request, plan, _graphs(request, plan, self.actor)))

    @extend_schema(
        responses=ChainThroughSerializer,
        parameters=[OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=KINDS, description="The kind of link.")],
    )
    def through(self, request: Request, kind: str, uuid: UUID) -> HttpResponse:
        """The chain through one link, in both directions: what it rests on, and what follows from it."""
        key = f"{kind}:{uuid}"
        found = chain_with(key, self.actor) if kind in KINDS else None
        if found is None:
            raise Http404
        plan, _graph = found
        return self.told(request, lambda: _told_through(request, plan, key, self.actor))


def _graphs(request: Request, plan: Plan, actor: Actor) -> dict[str, ChainGraph]:
    """The chain in each language asked for: labels are composed in words of one."""
    asked = request.query_params.get("language")
    found = {}
    for language in (asked,) if asked else LANGUAGES:
        with override(language):
            found[language] = chain_of(plan, actor)
    return found


def _told(request: Request, plan: Plan, graphs: dict[str, ChainGraph]) -> dict[str, Any]:
    first, *_others = graphs.values()
    nodes = [node for kind in KINDS for node in first.column(kind)]
    return {
        "plan": plan.uuid,
        "links": [_link(request, node, graphs) for node in nodes],
        "steps": _steps(first.edges),
        "returns": _steps(first.returns),
    }


def _told_through(request: Request, plan: Plan, key: str, actor: Actor) -> dict[str, Any]:
    parts = {language: graph.through(key) for language, graph in _graphs(request, plan, actor).items()}
    graph, *_others = parts.values()
    order = [node.key for kind in KINDS for node in graph.column(kind) if node.key != key]
    above, below = graph.above(key), graph.below(key)
    sides = {"above": [one for one in order if one in above], "below": [one for one in order if one in below]}
    return {**_told(request, plan, parts), "link": key, **sides}


def _link(request: Request, node: ChainNode, graphs: dict[str, ChainGraph]) -> dict[str, Any]:
    return {
        "key": node.key,
        "kind": node.kind,
        "uuid": node.id,
        "label": _texts(request, {code: graph.nodes[node.key].label for code, graph in graphs.items()}),
        "note": _texts(request, {code: graph.nodes[node.key].note for code, graph in graphs.items()}),
        "url": _address(request, node),
        "is_given_up": node.is_given_up,
        "is_deferred": node.is_deferred,
    }


def _texts(request: Request, texts: dict[str, str]) -> dict[str, str] | str:
    asked = request.query_params.get("language")
    return texts[asked] if asked else texts


def _address(request: Request, node: ChainNode) -> str:
    return request.build_absolute_uri(reverse(DETAILS[node.kind], args=[node.id]))


def _steps(edges: Iterable[ChainEdge]) -> list[dict[str, str]]:
    return [{"source": edge.source, "target": edge.target} for edge in edges]


addresses = [
    path("plans/<uuid:uuid>/chain/", ChainViewSet.as_view({"get": "of_plan"}), name="plan-chain"),
    path("chain/<slug:kind>/<uuid:uuid>/", ChainViewSet.as_view({"get": "through"}), name="chain-through"),
]
