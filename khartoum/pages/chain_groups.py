"""A column with very many links is drawn as its groups: a picture of 300 boxes shows nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from foundation.wording import localnumber
from khartoum.pages.chain_graph import KINDS, ChainEdge, ChainGraph, ChainNode
from khartoum.pages.kinds import COLUMN_NAMES

MOST_IN_A_COLUMN = 40
"""Above this many links a column shows its groups instead (an objective, a round)."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """What is drawn: the chain, how many links each box stands for, how many steps each line stands for."""

    graph: ChainGraph
    sizes: Counter[str]
    weights: Counter[ChainEdge]

    def total(self, kind: str) -> int:
        """How many links a column stands for."""
        return sum(self.sizes[node.key] for node in self.graph.column(kind))


def collapse(graph: ChainGraph) -> Grouped:
    """The same chain with crowded columns reduced to their groups."""
    crowded = {kind for kind in KINDS if len(graph.column(kind)) > MOST_IN_A_COLUMN}
    groups = Counter((node.kind, node.group) for node in graph.nodes.values())
    boxes = {
        key: _group(node, groups[node.kind, node.group]) if node.kind in crowded else node
        for key, node in graph.nodes.items()
    }
    small = ChainGraph()
    for box in boxes.values():
        small.add(box)
    steps = Counter(ChainEdge(boxes[edge.source].key, boxes[edge.target].key) for edge in graph.edges)
    for step in _without_shortcuts(steps):
        small.link(step.source, step.target)
    for source, target in dict.fromkeys((boxes[edge.source].key, boxes[edge.target].key) for edge in graph.returns):
        small.come_back(source, target)
    return Grouped(small, Counter(box.key for box in boxes.values()), steps)


def _without_shortcuts(steps: Iterable[ChainEdge]) -> list[ChainEdge]:
    """The steps without those that a walk over one link more tells as well: they would only cross what is between.

    Such is the step from an activity to a report that holds a contribution which tells of the activity.
    """
    reached: dict[str, set[str]] = defaultdict(set)
    for step in steps:
        reached[step.source].add(step.target)
    return [step for step in steps if all(step.target not in reached[between] for between in reached[step.source])]


def _group(node: ChainNode, size: int) -> ChainNode:
    """The box that stands for a node and its like, with their number; those without a group share one."""
    name = node.group or str(COLUMN_NAMES[node.kind])
    return replace(
        node, id=f"group {node.group}", label=name, sublabel=localnumber(size), day="", href="", is_deferred=False
    )
