"""The picture of the chain: readable by machines, mirrored in Arabic, never crowded, never a door for markup."""

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum.pages.chain_graph import KINDS, ChainEdge, ChainGraph, ChainNode
from khartoum.pages.chain_groups import MOST_IN_A_COLUMN, collapse
from khartoum.pages.chain_layout import FIRST_SCREEN, ROW_GAP, TOP, lay_out
from khartoum.pages.chain_picture import draw_chain
from tests.generated import SAME_EACH_TIME

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

    assert titles == ["Paragraph: 1. Achievements", "Activity: CAP-1.1 Overview (ongoing)"]


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

    assert [(node.label, node.sublabel) for node in small.graph.column("activity")] == [
        ("Objective 0", "21"),
        ("Objective 1", "20"),
    ]
    assert list(small.weights.values()) == [21, 20]
    assert small.total("activity") == MOST_IN_A_COLUMN + 1


def test_a_shortcut_that_a_longer_walk_tells_as_well_is_not_drawn():
    graph = ChainGraph()
    for kind, name in [("activity", "a"), ("activity", "b"), ("contribution", "c"), ("report", "r")]:
        graph.add(ChainNode(kind, name, name))
    for source, target in [("activity:a", "contribution:c"), ("contribution:c", "report:r")]:
        graph.link(source, target)
    for source in ("activity:a", "activity:b"):
        graph.link(source, "report:r")

    drawn = {(edge.source, edge.target) for edge in collapse(graph).graph.edges}

    assert drawn == {
        ("activity:a", "contribution:c"),
        ("contribution:c", "report:r"),
        ("activity:b", "report:r"),
    }


def test_a_column_that_is_not_crowded_keeps_its_links(small):
    assert collapse(small).graph.nodes == small.nodes


def test_follow_up_leads_back_to_the_group_of_its_activity():
    graph = ChainGraph()
    for number in range(MOST_IN_A_COLUMN + 1):
        graph.add(ChainNode("activity", str(number), f"A{number}", group="Objective 1"))
    graph.add(ChainNode("follow_up", "f", "Extend"))
    for number in (0, 1):
        graph.come_back("follow_up:f", f"activity:{number}")

    assert collapse(graph).graph.returns == [ChainEdge("follow_up:f", "activity:group Objective 1")]


def test_an_empty_chain_draws_nothing():
    assert draw_chain(ChainGraph(), language="en") == ""


def test_a_place_waits_for_links_that_are_still_to_come(small):
    picture = parsed(draw_chain(small, language="en"))

    assert len([rect for rect in picture.iter(f"{SVG}rect") if rect.get("class") == "chain-nothing"]) == 6


def test_the_link_the_page_is_about_is_told_to_eyes_and_ears(small):
    links = parsed(draw_chain(small, language="en", focus="activity:a")).iter(f"{SVG}a")

    assert [(link.get("aria-current"), "chain-focus" in link.get("class")) for link in links] == [
        (None, False),
        ("true", True),
    ]


def test_a_text_in_another_script_keeps_its_own_direction_and_its_place():
    graph = ChainGraph()
    graph.add(ChainNode("activity", "a", "دعم المجتمعات", language="ar", href="/a/"))

    label = next(text for text in parsed(draw_chain(graph, language="en")).iter(f"{SVG}text") if "دعم" in text.text)

    assert (label.get("direction"), label.get("text-anchor")) == ("rtl", "end")


@SAME_EACH_TIME
@given(
    st.lists(st.text("abcdef ghi", min_size=1, max_size=90), min_size=1, max_size=12),
    st.lists(st.text("abcdef ghi", min_size=1, max_size=90), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30),
)
def test_boxes_keep_their_order_and_never_overlap(paragraphs, activities, links):
    graph = ChainGraph()
    for number, label in enumerate(paragraphs):
        graph.add(ChainNode("paragraph", str(number), label))
    for number, label in enumerate(activities):
        graph.add(ChainNode("activity", str(number), label))
    for paragraph, activity in links:
        graph.link(f"paragraph:{paragraph}", f"activity:{activity}")

    columns = lay_out(graph).columns

    for column in columns:
        for upper, lower in pairwise(column):
            assert lower.y >= upper.y + upper.height + ROW_GAP - 0.11


def test_what_follows_from_many_activities_stands_in_the_first_screen():
    graph = ChainGraph()
    for number in range(30):
        graph.add(ChainNode("activity", str(number), f"A{number}"))
    for kind in KINDS[2:]:
        graph.add(ChainNode(kind, "x", kind))
    for number in range(30):
        graph.link(f"activity:{number}", "contribution:x")
    for source, target in pairwise(KINDS[2:]):
        graph.link(f"{source}:x", f"{target}:x")

    layout = lay_out(graph)

    assert layout.bottom > 2 * FIRST_SCREEN
    for kind in KINDS[2:]:
        box = layout.boxes[f"{kind}:x"]
        assert box.y + box.height <= TOP + FIRST_SCREEN, kind


def test_day_of_a_meeting_has_a_line_of_its_own_and_runs_as_the_page_whatever_the_meeting_is_called():
    graph = ChainGraph()
    named = ChainNode("review", "1", "أحاط علماً", "5th Ministerial Conference of the Process", sublanguage="en")
    graph.add(replace(named, day="27 نوفمبر 2026"))

    lines = parsed(draw_chain(graph, language="ar")).iter(f"{SVG}text")

    shown = [(line.text, line.get("direction")) for line in lines if line.get("class") == "chain-sublabel"]
    assert [one for one in shown if one[0][0].isdigit() or one[1] == "ltr"] == [
        ("5th Ministerial", "ltr"),
        ("Conference of the…", "ltr"),
        ("27 نوفمبر 2026", "rtl"),
    ]
