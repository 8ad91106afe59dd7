"""Draws the chain as one accessible SVG, on the server: columns of links, curves between them, mirrored in Arabic.

No script, no inline style: everything is coloured by classes, so that light, dark and print follow the page.
"""

from math import log2

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.wording import labelled, localnumber
from khartoum.pages.chain_graph import KINDS, ChainEdge, ChainGraph
from khartoum.pages.chain_groups import Grouped, collapse
from khartoum.pages.chain_layout import (
    BETWEEN,
    CARDS,
    EMPTY,
    LABEL,
    LABEL_LINE,
    LANE,
    PADDING,
    SUB,
    SUB_LINE,
    TOP,
    Box,
    Layout,
    column_start,
    lay_out,
)
from khartoum.pages.kinds import COLUMN_NAMES, kind_name
from khartoum.pages.svg import Side, joined, runs_of
from khartoum.pages.text_width import width_of, wrap

RULE = TOP - 16
"""Height of the line under the headings."""
TURN = 9
"""Radius of the corners of a line that leads back."""


def draw_chain(graph: ChainGraph, *, language: str, focus: str = "") -> SafeString:
    """The picture of a chain; `focus` is the key of the link the page is about. An empty chain draws nothing."""
    if not graph.nodes:
        return SafeString("")
    shown = collapse(graph)
    layout = lay_out(shown.graph)
    side = Side(layout.width, language)
    with override(language):
        columns = joined(_column(number, shown, layout, side, focus) for number in range(len(KINDS)))
        return format_html(
            '<svg class="chain-picture" viewBox="0 0 {} {}" width="{}" height="{}" direction="{}" role="group"'
            ' aria-label="{}"><g class="chain-edges" aria-hidden="true">{}{}</g>{}</svg>',
            layout.width,
            layout.height,
            layout.width,
            layout.height,
            side.direction,
            _("The chain from paragraphs to follow-up"),
            joined(_curve(layout, edge, shown.weights[edge], side) for edge in layout.edges),
            _lane(layout, side) if layout.returns else "",
            columns,
        )


def _column(number: int, shown: Grouped, layout: Layout, side: Side, focus: str) -> SafeString:
    boxes = layout.columns[number]
    return format_html(
        '<g role="{}" aria-label="{}">{}{}{}</g>',
        "list" if boxes else "group",
        COLUMN_NAMES[KINDS[number]],
        _heading(number, shown.total(KINDS[number]), side),
        joined(_item(box, shown.sizes[box.node.key], side, focus) for box in boxes),
        "" if boxes else _nothing(number, side),
    )


def _heading(number: int, total: int, side: Side) -> SafeString:
    start, width, count = column_start(number), CARDS[number], localnumber(total)
    lines = wrap(str(COLUMN_NAMES[KINDS[number]]), (width - 8) / LABEL - width_of(count), most=2)
    first = RULE - 9 - LABEL_LINE * (len(lines) - 1)
    return format_html(
        '<g class="chain-head" aria-hidden="true">{}{}<path class="chain-rule" d="{}"/></g>',
        joined(side.text("chain-heading", start, first + LABEL_LINE * row, line) for row, line in enumerate(lines)),
        side.text("chain-count", start + width, RULE - 9, count, end=True) if total else "",
        side.path("M", start, RULE, "L", start + width, RULE),
    )


def _nothing(number: int, side: Side) -> SafeString:
    start, width = column_start(number), CARDS[number]
    lines = wrap(_("Nothing to show yet"), (width - 2 * PADDING) / SUB, most=2)
    first = TOP + EMPTY / 2 + 4 - SUB_LINE * (len(lines) - 1) / 2
    return format_html(
        "<g>{}{}</g>",
        side.rect("chain-nothing", start, TOP, width, EMPTY),
        joined(
            side.text("chain-sublabel", start + PADDING, first + SUB_LINE * row, line) for row, line in enumerate(lines)
        ),
    )


def _item(box: Box, size: int, side: Side, focus: str) -> SafeString:
    node = box.node
    kind = COLUMN_NAMES[node.kind] if size > 1 else kind_name(node)
    title = labelled(kind, node.label) + (f" ({node.note})" if node.note else "")
    look = "deferred" if node.is_deferred else node.kind.replace("_", "-")
    classes = f"chain-node chain-{look}" + (" chain-focus" if node.key == focus else "")
    drawn = format_html("<title>{}</title>{}{}", title, _card(box, size, side), _words(box, side))
    if not node.href:
        return format_html('<g class="{}" role="listitem">{}</g>', classes, drawn)
    current = SafeString(' aria-current="true"') if node.key == focus else ""
    return format_html('<g role="listitem"><a class="{}" href="{}"{}>{}</a></g>', classes, node.href, current, drawn)


def _card(box: Box, size: int, side: Side) -> SafeString:
    """The card; one that stands for many shows the edges of those beneath it."""
    steps = (6, 3, 0) if size > 1 else (0,)
    return format_html(
        "{}{}",
        joined(side.rect("chain-box", box.start + step, box.y + step, box.width, box.height) for step in steps),
        side.rect("chain-kind", box.start, box.y, 3, box.height, radius=1.5),
    )


def _words(box: Box, side: Side) -> SafeString:
    runs = runs_of(box.node.label, box.node.language, side)
    place, first = box.start + PADDING, box.y + PADDING + 10
    under = box.y + PADDING + len(box.label) * LABEL_LINE + BETWEEN + 7
    runs_sub = runs_of(box.node.sublabel, box.node.sublanguage, side)
    return format_html(
        "<g{}>{}</g>{}",
        format_html(' lang="{}"', box.node.language) if box.node.language else "",
        joined(
            side.text("chain-label", place, first + LABEL_LINE * row, line, runs=runs)
            for row, line in enumerate(box.label)
        ),
        joined(
            side.text("chain-sublabel", place, under + SUB_LINE * row, line, runs=runs_sub if row < box.named else "")
            for row, line in enumerate(box.sub)
        ),
    )


def _curve(layout: Layout, edge: ChainEdge, weight: int, side: Side) -> SafeString:
    """One step; a line that stands for many is thicker, by far less than their number."""
    source, target = layout.boxes[edge.source], layout.boxes[edge.target]
    begin, end = source.end, target.start
    bend = (end - begin) * 0.48
    curve = ("C", begin + bend, source.middle, end - bend, target.middle, end, target.middle)
    return format_html(
        '<path class="chain-edge" stroke-width="{}" d="{}"/>',
        round(1.25 + 0.35 * log2(weight), 2),
        side.path("M", begin, source.middle, *curve),
    )


def _lane(layout: Layout, side: Side) -> SafeString:
    """Follow-up leads back to activities along a lane under the boxes."""
    floor = round(layout.bottom) + LANE - 8
    words = side.text("chain-back-words", layout.width - 2 * TURN, floor - 6, _("back to activities"), end=True)
    return format_html("{}{}", joined(_back(layout, edge, floor, side) for edge in layout.returns), words)


def _back(layout: Layout, edge: ChainEdge, floor: float, side: Side) -> SafeString:
    source, target = layout.boxes[edge.source], layout.boxes[edge.target]
    begin, end = source.end, target.start - 2
    out, into = begin + TURN, target.start - 2 * TURN
    down = ("M", begin, source.middle, "Q", out, source.middle, out, source.middle + TURN, "L", out, floor - TURN)
    along = ("Q", out, floor, out - TURN, floor, "L", into + TURN, floor, "Q", into, floor, into, floor - TURN)
    up = ("L", into, target.middle + TURN, "Q", into, target.middle, into + TURN, target.middle)
    arrow = ("M", end - 5, target.middle - 4, "L", end, target.middle, end - 5, target.middle + 4)
    return format_html(
        '<path class="chain-edge chain-back" d="{}"/><path class="chain-edge chain-arrow" d="{}"/>',
        side.path(*down, *along, *up, "L", end, target.middle),
        side.path(*arrow),
    )
