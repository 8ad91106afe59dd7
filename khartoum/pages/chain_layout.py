"""Where the boxes of the chain stand: columns in reading order, each box as near as possible to what it is joined to.

Everything is in CSS pixels at full size, counted from the top and from the side where reading starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from django.utils.text import capfirst

from khartoum.pages.chain_graph import KINDS, ChainEdge, ChainGraph, ChainNode
from khartoum.pages.chain_order import in_order
from khartoum.pages.text_width import wrap

CARDS = (148, 156, 124, 136, 136, 136, 136, 132)
"""Width of the boxes of each kind."""
GAPS = (70, 62, 36, 36, 34, 34, 34)
"""Between the columns: wide where many lines cross."""
MARGIN = 14
TOP = 64
ROW_GAP = 10
PADDING = 11
LABEL, LABEL_LINE, LABEL_LINES = 13, 16.5, 4
SUB, SUB_LINE, SUB_LINES = 11.5, 14.5, 3
BETWEEN = 4
"""From a label to the line under it."""
EMPTY = 44
"""Height of the place that waits for a first link."""
FIRST_SCREEN = 260
"""As much of the picture, under its headings, as a laptop shows before anybody scrolls."""
LANE = 34
"""Height of the lane under the boxes, in which follow-up leads back."""


@dataclass(slots=True)
class Box:
    """A link with its broken lines and its place; `y` is its upper edge."""

    node: ChainNode
    column: int
    label: list[str]
    sub: list[str]
    named: int
    """How many of its lower lines are the name that stands there; the day of a meeting has a line of its own."""
    y: float = 0.0

    @property
    def height(self) -> float:
        """As tall as its lines."""
        sub = BETWEEN + len(self.sub) * SUB_LINE if self.sub else 0
        return 2 * PADDING - 4 + len(self.label) * LABEL_LINE + sub

    @property
    def start(self) -> int:
        """Where its column begins."""
        return column_start(self.column)

    @property
    def width(self) -> int:
        """As wide as its column."""
        return CARDS[self.column]

    @property
    def end(self) -> int:
        """Where its column ends."""
        return self.start + self.width

    @property
    def middle(self) -> float:
        """Where lines arrive and leave."""
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes in their places, by column and by key."""

    columns: list[list[Box]]
    boxes: dict[str, Box]
    edges: list[ChainEdge]
    returns: list[ChainEdge]

    @property
    def width(self) -> int:
        """Eight columns with their gaps and margins."""
        return column_start(len(CARDS)) + MARGIN

    @property
    def bottom(self) -> float:
        """Under the lowest box."""
        return max(box.y + box.height for box in self.boxes.values())

    @property
    def height(self) -> int:
        """With the lane, if anything leads back."""
        return round(self.bottom) + (LANE if self.returns else 0) + 6


def column_start(column: int) -> int:
    """Where a column begins; the one after the last, where the last ends."""
    return MARGIN + sum(CARDS[:column]) + sum(GAPS[:column])


def lay_out(graph: ChainGraph) -> Layout:
    """Break the texts and find every box its place: short columns settle in the first screen, tall ones begin in it."""
    ordered = in_order(graph)
    columns = [[_box(graph.nodes[key], number) for key in ordered[kind]] for number, kind in enumerate(KINDS)]
    layout = Layout(columns, {box.node.key: box for column in columns for box in column}, graph.edges, graph.returns)
    tallest = max(range(len(columns)), key=lambda number: stacked(columns[number]))
    room = min(stacked(columns[tallest]), FIRST_SCREEN)
    joined = _joined(layout)
    placed: set[str] = set()
    outwards = sorted(range(len(columns)), key=lambda number: (abs(number - tallest), number))
    for number in [*outwards, *outwards]:
        settle(columns[number], [_wanted(box, joined, placed) for box in columns[number]], room)
        placed.update(box.node.key for box in columns[number])
    return layout


def _box(node: ChainNode, column: int) -> Box:
    room = CARDS[column] - 2 * PADDING
    label = wrap(capfirst(node.label), room / LABEL, most=LABEL_LINES)
    day = [node.day] if node.day else []
    named = wrap(node.sublabel, room / SUB, most=SUB_LINES - len(day))
    return Box(node, column, label, [*named, *day], named=len(named))


def _joined(layout: Layout) -> dict[str, list[Box]]:
    neighbours: dict[str, list[Box]] = {key: [] for key in layout.boxes}
    for edge in layout.edges:
        neighbours[edge.source].append(layout.boxes[edge.target])
        neighbours[edge.target].append(layout.boxes[edge.source])
    return neighbours


def _wanted(box: Box, joined: dict[str, list[Box]], placed: set[str]) -> float | None:
    """The height at which the lines of a box would run straight; None for a box that nothing draws anywhere."""
    beside = [other.middle for other in joined[box.node.key] if other.node.key in placed]
    return fmean(beside) if beside else None


def stacked(column: Sequence[Box]) -> float:
    """The height of a column without spare room."""
    return sum(box.height + ROW_GAP for box in column) - ROW_GAP if column else 0


def settle(column: Sequence[Box], wanted: Sequence[float | None], room: float) -> None:
    """Bring the boxes as near to the wanted heights as their order, their size and the room allow.

    Take away the height of what stands above, and boxes may overlap no more exactly when the remaining numbers never
    fall; the nearest such row is found by merging neighbours that disagree into their mean.
    """
    merged: list[list[float]] = []
    above, last = 0.0, 0.0
    for box, height in zip(column, wanted, strict=True):
        last = last if height is None else height - box.height / 2 - TOP - above
        merged.append([last])
        while len(merged) > 1 and fmean(merged[-2]) > fmean(merged[-1]):
            merged[-2:] = [merged[-2] + merged[-1]]
        above += box.height + ROW_GAP
    spare = max(0.0, room - stacked(column))
    offsets = [fmean(block) for block in merged for _each in block]
    above = TOP
    for box, offset in zip(column, offsets, strict=True):
        box.y = round(min(max(offset, 0.0), spare) + above, 1)
        above += box.height + ROW_GAP
