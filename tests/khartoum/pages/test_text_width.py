"""Labels are wrapped inside their box, whatever is written in them."""

from hypothesis import given
from hypothesis import strategies as st

from khartoum.pages.text_width import ELLIPSIS, width_of, wrap
from tests.generated import SAME_EACH_TIME


def test_a_short_text_keeps_its_one_line():
    assert wrap("Return", 13, most=3) == ["Return"]


def test_a_long_text_ends_in_an_ellipsis():
    lines = wrap("Regular pathways and skills mobility without brain drain, and more " * 3, 13, most=2)

    assert len(lines) == 2
    assert lines[-1].endswith(ELLIPSIS)


@SAME_EACH_TIME
@given(st.text(max_size=300), st.integers(1, 4))
def test_no_line_leaves_its_box(text, most):
    lines = wrap(text, 13, most=most)

    assert len(lines) <= most
    assert all(width_of(line) <= 13 for line in lines)
