"""The chain is walked down from a commitment and up from a follow-up; what is not there is not linked."""

from khartoum.pages.chain_graph import ChainEdge, ChainGraph, ChainNode
from khartoum.pages.chain_table import paragraph_rows


def chain(*steps: str) -> ChainGraph:
    graph = ChainGraph()
    for step in steps:
        for key in step.split(">"):
            kind, name = key.split(":")
            graph.add(ChainNode(kind, name, name.upper()))
    for step in steps:
        source, target = step.split(">")
        graph.link(source, target)
    return graph


def test_everything_below_a_paragraph_is_found():
    graph = chain("paragraph:1>activity:a", "activity:a>report:r", "paragraph:2>activity:b")

    assert graph.below("paragraph:1") == {"paragraph:1", "activity:a", "report:r"}


def test_everything_above_a_report_is_found():
    graph = chain("paragraph:1>activity:a", "activity:a>report:r", "paragraph:2>activity:b")

    assert graph.above("report:r") == {"report:r", "activity:a", "paragraph:1"}


def test_the_chain_through_a_link_leaves_its_neighbours_out():
    graph = chain("paragraph:1>activity:a", "paragraph:1>activity:b", "activity:a>report:r", "activity:b>report:r")

    assert set(graph.through("activity:a").nodes) == {"paragraph:1", "activity:a", "report:r"}


def test_a_link_to_what_the_reader_may_not_see_does_not_exist():
    graph = chain("paragraph:1>activity:a")

    graph.link("activity:a", "contribution:hidden")

    assert graph.edges == [ChainEdge("paragraph:1", "activity:a")]


def test_a_follow_up_comes_back_to_its_activity_without_closing_a_circle():
    graph = chain("paragraph:1>activity:a", "activity:a>report:r", "report:r>follow_up:f", "paragraph:2>activity:b")

    graph.come_back("follow_up:f", "activity:b")

    assert graph.below("paragraph:1") == {"paragraph:1", "activity:a", "report:r", "follow_up:f"}
    assert graph.returns == [ChainEdge("follow_up:f", "activity:b")]


def test_table_says_what_was_decided_where_the_decision_is_named_first():
    graph = chain("paragraph:1>activity:a", "paragraph:2>activity:a", "paragraph:3>activity:b")
    graph.add(ChainNode("decision", "d", "Decision 4", "Reports are reviewed once a year."))
    graph.link("activity:a", "decision:d")

    rows = paragraph_rows(graph)

    said = [[(node.label, node.sublabel) for node in row.decisions] for row in rows]
    assert said == [[("Decision 4", "Reports are reviewed once a year.")], [("Decision 4", "")], []]
