"""The five domains side by side: numbers printed, bars to one scale per measure, no ranking."""

import re
from decimal import Decimal

from khartoum.pages.distribution import DomainRow
from khartoum.pages.distribution_picture import draw_distribution

ROWS = [
    DomainRow(1, "Root causes", 2, 4, [("EUR", Decimal(1000))]),
    DomainRow(2, "Mobility", 4, 3, [("EUR", Decimal(500)), ("USD", Decimal(70))]),
    DomainRow(3, "Protection", 0, 0, []),
]


def lengths(html):
    return re.findall(r'bar__length" x="([\d.]+)%" width="([\d.]+)%"', html)


def test_every_number_is_printed_in_the_order_of_the_domains():
    html = draw_distribution(ROWS, language="en")

    assert re.findall(r"<b>(?:<bdi>)?([^<]+)", html) == ["2", "4", "1,000 EUR", "4", "3", "500 EUR", "70 USD", "0", "0"]


def test_each_measure_and_each_currency_has_a_scale_of_its_own():
    widths = [width for _start, width in lengths(draw_distribution(ROWS, language="en"))]

    assert widths == ["50.0", "100.0", "100.0", "100.0", "75.0", "50.0", "100.0", "0.0", "0.0"]


def test_bars_grow_from_the_side_where_reading_starts():
    assert lengths(draw_distribution(ROWS, language="en"))[0] == ("0", "50.0")
    assert lengths(draw_distribution(ROWS, language="ar"))[0] == ("50.0", "50.0")


def test_a_plan_without_activities_draws_nothing():
    assert draw_distribution([DomainRow(1, "Root causes", 0, 0, [])], language="en") == ""
