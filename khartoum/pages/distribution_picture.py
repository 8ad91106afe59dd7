"""Draws the distribution over the five JVAP domains: one neutral colour, every number printed, no traffic light."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from khartoum.pages.chain_picture import Mirror
from khartoum.pages.distribution import DomainRow
from khartoum.pages.text_width import wrap

WIDTH, LABEL, ROW, BAR = 640, 330, 46, 14
NUMBER = 44


def draw_distribution(rows: Sequence[DomainRow], *, language: str) -> SafeString:
    """A bar for each domain's number of activities; the table beside it holds money and participants."""
    most = max((row.activities for row in rows), default=0)
    if not most:
        return SafeString("")
    mirror = Mirror(WIDTH, on=language == "ar")
    height = ROW * len(rows)
    return format_html(
        '<svg class="domain-bars" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>',
        WIDTH,
        height,
        WIDTH,
        height,
        _("Number of activities in each of the five JVAP domains"),
        format_html_join("", "{}", ((_bar(row, number, most, mirror),) for number, row in enumerate(rows))),
    )


def _bar(row: DomainRow, number: int, most: int, mirror: Mirror) -> SafeString:
    top = ROW * number
    length = (WIDTH - LABEL - NUMBER) * row.activities / most
    lines = wrap(f"{row.number}. {row.title}", LABEL - 16, most=2)
    label = format_html_join(
        "",
        '<tspan x="{}" y="{}">{}</tspan>',
        ((mirror.x(0), top + 18 + 15 * place, line) for place, line in enumerate(lines)),
    )
    return format_html(
        '<g><text class="bar-label">{}</text><rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text class="bar-number" x="{}" y="{}">{}</text></g>',
        label,
        mirror.x(LABEL, length),
        top + 12,
        round(length, 1),
        BAR,
        mirror.x(LABEL + length + 8),
        top + 24,
        number_format(row.activities),
    )
