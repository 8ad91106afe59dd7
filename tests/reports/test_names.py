"""The names of fields and places in a form are read as they were made, and nothing else is read as one of them."""

from uuid import UUID

import pytest

from reports.names import (
    FieldName,
    answer_in_full,
    answer_name,
    ending,
    item_named,
    name_beside,
    read_anchor,
    section_anchor,
    section_in_full,
    shortened,
)

ONE, TWO, THREE = (UUID(int=number << 64 | number) for number in (1, 2, 3))
SHORT = shortened(THREE)


@pytest.mark.parametrize("rest", [(), (TWO,), (TWO, THREE), (None, THREE), (TWO, SHORT), (None, SHORT)])
def test_field_says_its_question_and_what_it_is_asked_about(rest):
    name, full = answer_name(ONE, *rest), answer_in_full(ONE, *rest)
    said = tuple(one for one in rest if one)

    assert FieldName.read(full) == FieldName("q", ONE, said)
    for kind in "qvcxwt":
        assert FieldName.read(name_beside(kind, name)) == FieldName(kind, ONE, _with_short_activity(rest))
    assert FieldName.read(f"{name}_1") == FieldName("q", ONE, _with_short_activity(rest), "_1")
    assert str(FieldName.read(f"{name}_1").under(TWO)) == f"{answer_name(TWO, *rest)}_1"


def _with_short_activity(rest):
    activity, *item = rest or (None,)
    return tuple(one for one in (activity and shortened(activity), *item) if one)


@pytest.mark.parametrize(
    "name",
    [
        *("", "q-", "q-1", "language", f"q-{ONE.hex.upper()[:-1]}G", f"{answer_name(ONE)}_2"),
        *(f"q-{ending(SHORT)}", f"{answer_name(ONE, TWO, SHORT)}-{TWO.hex}", f"{answer_name(ONE, TWO)}-3"),
    ],
)
def test_any_other_name_is_no_field(name):
    assert FieldName.read(name) is None


def test_activity_and_short_item_are_named_by_their_last_digits_alone():
    assert answer_name(ONE, TWO, SHORT) == f"{answer_name(ONE)}-00000002-00000003"
    assert answer_name(ONE, TWO, THREE) == f"{answer_name(ONE)}-00000002-{THREE.hex}"


def test_row_is_found_under_its_list_only():
    in_list = answer_name(ONE, TWO)

    assert item_named(answer_name(ONE, TWO, THREE), in_list) == THREE
    assert item_named(answer_name(ONE, TWO, SHORT), in_list) == SHORT
    assert item_named(in_list, in_list) is None
    assert item_named(answer_name(ONE, TWO, THREE), answer_name(ONE)) is None


@pytest.mark.parametrize("activity", [None, TWO])
def test_anchor_says_its_section_and_its_activity(activity):
    assert read_anchor(section_anchor(ONE, activity)) == (ONE, activity and shortened(activity))
    assert read_anchor(section_in_full(ONE, activity)) == (ONE, activity)
    assert read_anchor(f"{section_anchor(ONE, activity)}-") is None
