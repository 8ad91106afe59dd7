"""Few lines of the chain cross: what may move stands beside what it is joined to, what is ordered stays in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum.pages.chain_graph import KINDS, ChainGraph, ChainNode
from khartoum.pages.chain_layout import lay_out
from khartoum.pages.chain_order import GIVEN, crossings, in_order
from tests.generated import SAME_EACH_TIME


def chain(first, second, links):
    """Two columns of links called by letters in turn, and what joins them."""
    graph = ChainGraph()
    for kind, keys in ((first, "abcdefghijkl"), (second, "abcdefghijkl")):
        for key in keys:
            graph.add(ChainNode(kind, key, key))
    for source, target in links:
        graph.link(f"{first}:{source}", f"{second}:{target}")
    return graph


def as_given(graph):
    return {kind: [node.key for node in graph.column(kind)] for kind in KINDS}


def test_follow_ups_stand_in_the_order_of_their_decisions():
    graph = chain("decision", "follow_up", [("a", "c"), ("a", "d"), ("b", "a"), ("c", "b")])

    boxes = [box.node.id for box in lay_out(graph).columns[KINDS.index("follow_up")]]

    assert crossings(as_given(graph), graph.edges) == 4
    assert crossings(in_order(graph), graph.edges) == 0
    assert [one for one in boxes if one in "abcd"] == ["c", "d", "a", "b"]


@pytest.mark.parametrize("second", sorted(GIVEN))
def test_paragraphs_activities_and_participants_keep_their_order_whatever_crosses(second):
    graph = chain("report", second, [("a", "l"), ("l", "a")])

    assert in_order(graph)[second] == as_given(graph)[second]


@SAME_EACH_TIME
@given(st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.sampled_from("abcdefghijkl")), max_size=40))
def test_no_more_lines_cross_than_in_the_given_order_and_each_box_stands_once(links):
    graph = chain("decision", "follow_up", links)

    ordered = in_order(graph)

    assert crossings(ordered, graph.edges) <= crossings(as_given(graph), graph.edges)
    assert {kind: sorted(keys) for kind, keys in ordered.items()} == {
        kind: sorted(keys) for kind, keys in as_given(graph).items()
    }
    assert in_order(graph) == ordered
