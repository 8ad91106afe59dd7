"""Draws the distribution over the five JVAP domains: a table with bars, one neutral colour, every number printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from foundation.wording import localnumber
from khartoum.pages.distribution import DomainRow
from khartoum.pages.svg import Side


@dataclass(frozen=True, slots=True)
class Measure:
    """A number as it is printed, and its bar."""

    printed: str
    bar: SafeString


@dataclass(frozen=True, slots=True)
class BarRow:
    """One domain with its three measures; money is measured for each currency by itself."""

    name: str
    activities: Measure
    participants: Measure
    funding: list[Measure]


def draw_distribution(rows: Sequence[DomainRow], *, language: str) -> SafeString:
    """The five domains in their order. Nothing is drawn where there are no activities."""
    if not any(row.activities for row in rows):
        return SafeString("")
    most: dict[str, int | Decimal] = {
        "activities": max(row.activities for row in rows),
        "participants": max(row.participants for row in rows),
        **_most_by_currency(rows),
    }
    with override(language):
        return SafeString(
            render_to_string("pages/distribution.html", {"rows": [_row(row, most, language) for row in rows]})
        )


def _most_by_currency(rows: Sequence[DomainRow]) -> dict[str, Decimal]:
    most: dict[str, Decimal] = {}
    for currency, amount in (money for row in rows for money in row.funding):
        most[currency] = max(amount, most.get(currency, amount))
    return most


def _row(row: DomainRow, most: dict[str, int | Decimal], language: str) -> BarRow:
    return BarRow(
        name=f"{row.number}. {row.title}",
        activities=_measure(row.activities, most["activities"], "", language),
        participants=_measure(row.participants, most["participants"], "", language),
        funding=[_measure(amount, most[currency], f" {currency}", language) for currency, amount in row.funding],
    )


def _measure(value: int | Decimal, most: int | Decimal, unit: str, language: str) -> Measure:
    share = round(100 * float(value) / float(most), 1) if most else 0.0
    bar = format_html(
        '<svg class="bar" width="100%" height="8" aria-hidden="true" focusable="false"><rect class="bar__ground"'
        ' width="100%" height="8"/><rect class="bar__length" x="{}%" width="{}%" height="8"/></svg>',
        Side(100, language).x(0, share),
        share,
    )
    return Measure(f"{localnumber(value)}{unit}", bar)
