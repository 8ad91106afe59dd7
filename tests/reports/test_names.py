"""The names of fields and places in a form are read as they were made, and nothing else is read as one of them."""

from uuid import UUID

import pytest

from reports.names import FieldName, answer_name, item_named, name_beside, read_anchor, section_anchor

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize("rest", [(), (TWO,), (TWO, THREE)])
def test_field_says_its_question_and_what_it_is_asked_about(rest):
    name = answer_name(ONE, *rest)

    assert FieldName.read(name) == FieldName("q", ONE, rest)
    assert FieldName.read(name_beside("v", name)) == FieldName("v", ONE, rest)
    assert FieldName.read(f"{name}_1") == FieldName("q", ONE, rest, "_1")
    assert str(FieldName.read(f"{name}_1").under(TWO)) == f"{answer_name(TWO, *rest)}_1"


@pytest.mark.parametrize("name", ["", "q-", "q-1", "language", f"q-{ONE.hex.upper()[:-1]}G", f"{answer_name(ONE)}_2"])
def test_any_other_name_is_no_field(name):
    assert FieldName.read(name) is None


def test_what_is_not_there_leaves_no_gap_in_a_name():
    assert answer_name(ONE, None, THREE) == answer_name(ONE, THREE)


def test_row_is_found_under_its_list_only():
    in_list = answer_name(ONE, TWO)

    assert item_named(answer_name(ONE, TWO, THREE), in_list) == THREE
    assert item_named(in_list, in_list) is None
    assert item_named(answer_name(ONE, TWO, THREE), answer_name(ONE)) is None


@pytest.mark.parametrize("activity", [None, TWO])
def test_anchor_says_its_section_and_its_activity(activity):
    assert read_anchor(section_anchor(ONE, activity)) == (ONE, activity)
    assert read_anchor(f"{section_anchor(ONE, activity)}-") is None
