"""Draws the chain as one accessible SVG, on the server: columns of links, curves between them, mirrored in Arabic.

No script, no inline style: everything is coloured by classes, so that light, dark and print follow the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khartoum.pages.chain_graph import KINDS, ChainEdge, ChainGraph, ChainNode
from khartoum.pages.kinds import COLUMN_NAMES
from khartoum.pages.text_width import wrap

COLUMN_WIDTH = 176
COLUMN_GAP = 72
HEADING = 36
LINE = 15
PADDING = 8
ROW_GAP = 8
MARGIN = 6
MOST_IN_A_COLUMN = 40
"""Above this many links a column shows its groups instead."""
ROOMY = 8
"""Up to this many links a column spends three lines on a label, above it two."""


@dataclass(frozen=True)
class Box:
    """A drawn link: where it stands (CSS pixels from the top and from the reading side) and its wrapped text."""

    node: ChainNode
    x: float
    y: float
    lines: tuple[str, ...]
    sublines: tuple[str, ...]

    @property
    def height(self) -> float:
        """In CSS pixels."""
        return 2 * PADDING + LINE * (len(self.lines) + len(self.sublines))

    @property
    def middle(self) -> float:
        """The height at which curves arrive."""
        return self.y + self.height / 2


def draw_chain(graph: ChainGraph, *, language: str, focus: str = "") -> SafeString:
    """The picture of a chain; `focus` is the key of the link the page is about. Empty columns are left out."""
    shown = collapse(graph)
    columns = [kind for kind in KINDS if shown.column(kind)]
    stacks = [_stack(shown.column(kind), number) for number, kind in enumerate(columns)]
    if not stacks:
        return SafeString("")
    boxes = {box.node.key: box for box in _centred(stacks)}
    width = len(columns) * (COLUMN_WIDTH + COLUMN_GAP) - COLUMN_GAP + 2 * MARGIN
    height = max(box.y + box.height for box in boxes.values()) + MARGIN
    mirror = Mirror(width, on=language == "ar")
    return format_html(
        '<svg class="chain-picture" viewBox="0 0 {} {}" width="{}" height="{}" role="group" aria-label="{}">'
        '<g class="chain-headings">{}</g><g class="chain-edges" aria-hidden="true">{}</g><g>{}</g></svg>',
        width,
        round(height),
        width,
        round(height),
        _("The chain from paragraphs to follow-up"),
        format_html_join("", "{}", ((_heading(kind, number, mirror),) for number, kind in enumerate(columns))),
        format_html_join("", "{}", ((_curve(boxes, edge, mirror),) for edge in shown.edges)),
        format_html_join("", "{}", ((_draw(box, mirror, focus),) for box in boxes.values())),
    )


@dataclass(frozen=True)
class Mirror:
    """Turns positions from the reading side into positions from the left."""

    width: float
    on: bool

    def x(self, position: float, extent: float = 0) -> float:
        """Where something of this extent starts, from the left."""
        return round(self.width - position - extent if self.on else position, 1)


def collapse(graph: ChainGraph) -> ChainGraph:
    """The same chain with crowded columns reduced to their groups."""
    stands_for: dict[str, str] = {}
    small = ChainGraph()
    for kind in KINDS:
        nodes = graph.column(kind)
        crowded = len(nodes) > MOST_IN_A_COLUMN and all(node.group for node in nodes)
        for node in _groups(nodes) if crowded else nodes:
            small.add(node)
        for node in nodes:
            stands_for[node.key] = f"{kind}:{node.group}" if crowded else node.key
    for edge in graph.edges:
        small.link(stands_for[edge.source], stands_for[edge.target])
    return small


def _groups(nodes: Iterable[ChainNode]) -> list[ChainNode]:
    counts: dict[tuple[str, str], int] = {}
    for node in nodes:
        counts[node.kind, node.group] = counts.get((node.kind, node.group), 0) + 1
    return [
        ChainNode(kind, group, group, ngettext("%(count)d link", "%(count)d links", count) % {"count": count})
        for (kind, group), count in counts.items()
    ]


def _stack(nodes: list[ChainNode], column: int) -> list[Box]:
    boxes: list[Box] = []
    y = float(HEADING + MARGIN)
    inner = COLUMN_WIDTH - 2 * PADDING
    for node in nodes:
        lines = tuple(wrap(node.label, inner, most=3 if len(nodes) <= ROOMY else 2))
        sublines = tuple(wrap(node.sublabel, inner, most=2 if len(nodes) <= ROOMY else 1)) if node.sublabel else ()
        boxes.append(Box(node, MARGIN + column * (COLUMN_WIDTH + COLUMN_GAP), y, lines, sublines))
        y += boxes[-1].height + ROW_GAP
    return boxes


def _centred(stacks: list[list[Box]]) -> list[Box]:
    """Short columns stand at the middle of the tallest."""
    ends = [stack[-1].y + stack[-1].height for stack in stacks]
    return [
        replace(box, y=round(box.y + (max(ends) - end) / 2, 1))
        for stack, end in zip(stacks, ends, strict=True)
        for box in stack
    ]


def _heading(kind: str, column: int, mirror: Mirror) -> SafeString:
    name: Promise = COLUMN_NAMES[kind]
    start = mirror.x(MARGIN + column * (COLUMN_WIDTH + COLUMN_GAP) + PADDING)
    return format_html('<text class="chain-heading" x="{}" y="{}">{}</text>', start, MARGIN + LINE + 4, name)


def _curve(boxes: dict[str, Box], edge: ChainEdge, mirror: Mirror) -> SafeString:
    source, target = boxes[edge.source], boxes[edge.target]
    begin, end = mirror.x(source.x + COLUMN_WIDTH), mirror.x(target.x)
    bend = (end - begin) / 2 if abs(end - begin) <= 2 * COLUMN_GAP else (COLUMN_GAP if end > begin else -COLUMN_GAP)
    return format_html(
        '<path class="chain-edge" d="M{} {} C{} {} {} {} {} {}"/>',
        begin,
        source.middle,
        round(begin + bend, 1),
        source.middle,
        round(end - bend, 1),
        target.middle,
        end,
        target.middle,
    )


def _draw(box: Box, mirror: Mirror, focus: str) -> SafeString:
    node = box.node
    drawn = format_html(
        '<rect class="chain-box" x="{}" y="{}" width="{}" height="{}" rx="3"/>{}{}',
        mirror.x(box.x, COLUMN_WIDTH),
        box.y,
        COLUMN_WIDTH,
        box.height,
        _text("chain-label", box.lines, box, 0, mirror),
        _text("chain-sublabel", box.sublines, box, len(box.lines), mirror),
    )
    title = format_html("<title>{}: {}. {}</title>", COLUMN_NAMES[node.kind], node.label, node.sublabel)
    classes = f"chain-node chain-{node.kind.replace('_', '-')}" + (" chain-focus" if node.key == focus else "")
    if not node.href:
        return format_html('<g class="{}">{}{}</g>', classes, title, drawn)
    return format_html('<a class="{}" href="{}">{}{}</a>', classes, node.href, title, drawn)


def _text(name: str, lines: tuple[str, ...], box: Box, after: int, mirror: Mirror) -> SafeString:
    if not lines:
        return SafeString("")
    x = mirror.x(box.x + PADDING)
    first = box.y + PADDING + LINE * after + 11
    spans = format_html_join(
        "", '<tspan x="{}" y="{}">{}</tspan>', ((x, first + LINE * number, line) for number, line in enumerate(lines))
    )
    return format_html('<text class="{}">{}</text>', name, spans)
