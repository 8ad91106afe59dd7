"""In which order the boxes of a column stand, so that few lines cross: each beside the middle of what it is joined to.

Paragraphs stand as in their text, activities as in their plan and participants in alphabetical order, whatever
crosses: whoever looks for CAP-3.1 finds it after CAP-2.3.
"""

from bisect import bisect, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from khartoum.pages.chain_graph import KINDS, ChainEdge, ChainGraph

GIVEN = frozenset({"paragraph", "activity", "contribution"})
"""Kinds whose order says something by itself."""
SWEEPS = 4
"""How often the columns are gone through: there by what stands before them, and back by what follows."""
Columns = Mapping[str, Sequence[str]]
"""The keys of the boxes of each kind, from top to bottom."""


def in_order(graph: ChainGraph) -> Columns:
    """The best order that the sweeps find, never worse than the given one; the same for the same chain."""
    onwards: dict[str, list[str]] = defaultdict(list)
    back: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        onwards[edge.target].append(edge.source)
        back[edge.source].append(edge.target)
    tried: list[Columns] = [{kind: [node.key for node in graph.column(kind)] for kind in KINDS}]
    for _each in range(SWEEPS):
        tried.append(_swept(tried[-1], onwards, KINDS))
        tried.append(_swept(tried[-1], back, KINDS[::-1]))
    return min(tried, key=lambda columns: crossings(columns, graph.edges))


def _swept(columns: Columns, joined: Mapping[str, Sequence[str]], kinds: Sequence[str]) -> Columns:
    """Column after column ordered by where what it is joined to stands by then; what is joined to nothing stays."""
    places = {kind: _places(rows) for kind, rows in columns.items()}
    for kind in kinds:
        if kind not in GIVEN:
            known = {key: place for column in places.values() for key, place in column.items()}
            wanted = {key: fmean(known[one] for one in joined.get(key) or [key]) for key in places[kind]}
            places[kind] = _places(sorted(wanted, key=wanted.__getitem__))
    return {kind: list(column) for kind, column in places.items()}


def _places(rows: Sequence[str]) -> dict[str, float]:
    """How far down each box stands, from 0 to 1 whatever the length of its column."""
    return {key: (number + 0.5) / len(rows) for number, key in enumerate(rows)}


def crossings(columns: Columns, edges: Iterable[ChainEdge]) -> int:
    """How many pairs of lines between the same two columns cross."""
    stands = {key: (kind, number) for kind, rows in columns.items() for number, key in enumerate(rows)}
    between: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for edge in edges:
        (source, begins), (target, ends) = stands[edge.source], stands[edge.target]
        between[source, target].append((begins, ends))
    return sum(_inversions([end for _begin, end in sorted(lines)]) for lines in between.values())


def _inversions(ends: Iterable[int]) -> int:
    """How many pairs of the row stand the wrong way round."""
    before: list[int] = []
    found = 0
    for end in ends:
        found += len(before) - bisect(before, end)
        insort(before, end)
    return found
