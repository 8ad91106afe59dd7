"""The picture of the chain: readable by machines, mirrored in Arabic, never crowded, never a door for markup."""

from xml.etree import ElementTree as ET

import pytest

from khartoum.pages.chain_graph import ChainGraph, ChainNode
from khartoum.pages.chain_picture import MOST_IN_A_COLUMN, collapse, draw_chain

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@pytest.fixture
def small() -> ChainGraph:
    graph = ChainGraph()
    graph.add(ChainNode("paragraph", "1", "1. Achievements", href="/chain/paragraph/1/"))
    graph.add(ChainNode("activity", "a", "CAP-1.1 Overview", "ongoing", href="/chain/activity/a/"))
    graph.link("paragraph:1", "activity:a")
    return graph


def test_every_link_of_the_chain_can_be_followed(small):
    links = parsed(draw_chain(small, language="en")).iter(f"{SVG}a")

    assert [link.get("href") for link in links] == ["/chain/paragraph/1/", "/chain/activity/a/"]


def test_every_link_says_in_full_what_it_is(small):
    titles = [title.text for title in parsed(draw_chain(small, language="en")).iter(f"{SVG}title")]

    assert titles == ["Paragraphs: 1. Achievements. ", "Activities: CAP-1.1 Overview. ongoing"]


def test_arabic_reads_from_the_other_side(small):
    def first_box(language):
        return float(next(parsed(draw_chain(small, language=language)).iter(f"{SVG}rect")).get("x"))

    assert first_box("en") < first_box("ar")


def test_hostile_text_stays_text():
    graph = ChainGraph()
    graph.add(ChainNode("paragraph", "1", '<script>alert(1)</script>"', href='/x"onload="y'))

    root = parsed(draw_chain(graph, language="en"))

    assert not list(root.iter(f"{SVG}script"))
    assert next(root.iter(f"{SVG}a")).get("onload") is None


def test_no_style_attribute_and_no_script_for_the_content_policy(small):
    picture = draw_chain(small, language="en")

    assert "style=" not in picture
    assert "<script" not in picture


def test_a_crowded_column_shows_its_groups():
    graph = ChainGraph()
    graph.add(ChainNode("paragraph", "1", "1."))
    for number in range(MOST_IN_A_COLUMN + 1):
        graph.add(ChainNode("activity", str(number), f"A{number}", group=f"Objective {number % 2}"))
        graph.link("paragraph:1", f"activity:{number}")

    small = collapse(graph)

    assert [(node.label, node.sublabel) for node in small.column("activity")] == [
        ("Objective 0", "21 links"),
        ("Objective 1", "20 links"),
    ]
    assert len(small.edges) == 2


def test_an_empty_chain_draws_nothing():
    assert draw_chain(ChainGraph(), language="en") == ""
