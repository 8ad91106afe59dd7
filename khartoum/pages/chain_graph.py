"""The chain as a graph: nodes in eight columns, edges from left to right, walkable both ways.

paragraph -> activity -> contribution -> consolidated report -> endorsement -> review -> decision -> follow-up
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from foundation.wording import with_comma

KINDS = (
    "paragraph",
    "activity",
    "contribution",
    "report",
    "endorsement",
    "review",
    "decision",
    "follow_up",
)
"""The links of the chain, in reading order (domain note, section 1)."""


@dataclass(frozen=True, slots=True)
class ChainNode:
    """One link: what it is called, what is said under its name, where it leads."""

    kind: str
    id: str
    label: str
    sublabel: str = ""
    href: str = ""
    language: str = ""
    """The language `label` is written in, where it is not the page's."""
    sublanguage: str = ""
    """The same of `sublabel`."""
    day: str = ""
    """When a meeting did it, in the reader's words: apart from the meeting's name, whose direction may be another."""
    group: str = ""
    """The heading under which many nodes of a column are collapsed."""
    is_given_up: bool = False
    """A cancelled activity: it is shown, and serves no paragraph."""
    is_deferred: bool = False
    """A meeting put the report off: what it did is shown, and is neither an endorsement nor a review."""

    @property
    def note(self) -> str:
        """What is said under its name, in one line without mark-up."""
        return with_comma(*filter(None, (self.sublabel, self.day)))

    @property
    def key(self) -> str:
        """Unique over all kinds."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class ChainEdge:
    """One step of the chain, from key to key."""

    source: str
    target: str


@dataclass
class ChainGraph:
    """Nodes and edges; `column` gives the nodes of one kind in the order they were added."""

    nodes: dict[str, ChainNode] = field(default_factory=dict)
    edges: list[ChainEdge] = field(default_factory=list)
    returns: list[ChainEdge] = field(default_factory=list)
    """From a follow-up back to the activity it bears on: drawn but not walked, or all would follow from all."""
    _seen: set[ChainEdge] = field(default_factory=set, repr=False)

    def add(self, node: ChainNode) -> None:
        """Add a node once."""
        self.nodes.setdefault(node.key, node)

    def link(self, source: str, target: str) -> None:
        """Join two nodes that are both there; a link to what the reader may not see does not exist."""
        edge = ChainEdge(source, target)
        if source in self.nodes and target in self.nodes and edge not in self._seen:
            self._seen.add(edge)
            self.edges.append(edge)

    def come_back(self, source: str, target: str) -> None:
        """Join a follow-up to the activity it bears on."""
        if source in self.nodes and target in self.nodes:
            self.returns.append(ChainEdge(source, target))

    def column(self, kind: str) -> list[ChainNode]:
        """The nodes of one kind."""
        return [node for node in self.nodes.values() if node.kind == kind]

    def below(self, key: str) -> set[str]:
        """Everything that follows from a node, and the node itself."""
        return self._walk(key, _neighbours((edge.source, edge.target) for edge in self.edges))

    def above(self, key: str) -> set[str]:
        """Everything a node rests on, and the node itself."""
        return self._walk(key, _neighbours((edge.target, edge.source) for edge in self.edges))

    def through(self, key: str) -> "ChainGraph":
        """The chain that passes through a node: what it rests on and what follows from it."""
        kept = self.above(key) | self.below(key)
        return self.only(kept)

    def only(self, kept: set[str]) -> "ChainGraph":
        """The part of the chain made of the given keys, in the same order."""
        part = ChainGraph(nodes={name: node for name, node in self.nodes.items() if name in kept})
        for edge in self.edges:
            part.link(edge.source, edge.target)
        for edge in self.returns:
            part.come_back(edge.source, edge.target)
        return part

    @staticmethod
    def _walk(start: str, neighbours: dict[str, list[str]]) -> set[str]:
        seen, waiting = {start}, [start]
        while waiting:
            for key in neighbours[waiting.pop()]:
                if key not in seen:
                    seen.add(key)
                    waiting.append(key)
        return seen


def _neighbours(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        found[source].append(target)
    return found
