"""The chain as a table, for those who read tables and for those who cannot see the picture."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise

from khartoum.pages.chain_graph import KINDS, ChainGraph, ChainNode
from khartoum.pages.kinds import COLUMN_NAMES


@dataclass(frozen=True)
class ParagraphRow:
    """One paragraph and everything that follows from it, by kind."""

    paragraph: ChainNode
    activities: list[ChainNode]
    contributions: list[ChainNode]
    reports: list[ChainNode]
    endorsements: list[ChainNode]
    reviews: list[ChainNode]
    decisions: list[ChainNode]
    follow_ups: list[ChainNode]


@dataclass(frozen=True)
class Links:
    """The links of one kind, under its name."""

    name: Promise
    nodes: list[ChainNode]


def paragraph_rows(graph: ChainGraph) -> list[ParagraphRow]:
    """A row for each paragraph, in the order of the text. What a decision says stands where it is named first."""
    told: set[str] = set()
    return [_told_once(_row(graph, paragraph), told) for paragraph in graph.column("paragraph")]


def _told_once(row: ParagraphRow, told: set[str]) -> ParagraphRow:
    decisions = [replace(node, sublabel="") if node.key in told else node for node in row.decisions]
    told |= {node.key for node in decisions}
    return replace(row, decisions=decisions)


def _row(graph: ChainGraph, paragraph: ChainNode) -> ParagraphRow:
    found = graph.below(paragraph.key)
    part = {kind: [node for node in graph.column(kind) if node.key in found] for kind in KINDS}
    return ParagraphRow(
        paragraph,
        part["activity"],
        part["contribution"],
        part["report"],
        part["endorsement"],
        part["review"],
        part["decision"],
        part["follow_up"],
    )


def unserved(graph: ChainGraph) -> list[ChainNode]:
    """Paragraphs that no activity serves, or only one that was cancelled."""
    served = {edge.source for edge in graph.edges if not graph.nodes[edge.target].is_given_up}
    return [node for node in graph.column("paragraph") if node.key not in served]


def links_of(graph: ChainGraph, keys: set[str]) -> list[Links]:
    """The given links, grouped by kind in reading order; kinds without any are left out."""
    groups = [Links(COLUMN_NAMES[kind], [node for node in graph.column(kind) if node.key in keys]) for kind in KINDS]
    return [group for group in groups if group.nodes]
