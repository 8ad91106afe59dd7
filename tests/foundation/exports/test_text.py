"""Text that leaves in a file has lost what no reader sees, and nothing that one does."""

import pytest

from foundation.exports.text import TOUCHED, inert, inert_line
from tests.canaries.payloads import CONTROLS, OVERRIDES


def test_what_reorders_is_taken_out_and_what_arabic_needs_is_kept():
    assert inert(f"a{OVERRIDES}b") == "ab"
    assert inert("می\u200cخواهم\u200f!") == "می\u200cخواهم\u200f!"


@pytest.mark.parametrize("text", CONTROLS)
def test_what_no_file_can_hold_is_taken_out(text):
    plain = inert(text)

    assert plain.encode("utf-8").decode() == plain
    assert not any(ord(char) < 32 or 0x7F <= ord(char) <= 0x9F for char in plain)
    assert not any((ord(char) & 0xFFFE) == 0xFFFE for char in plain)


def test_lines_stay_lines_by_whatever_break_they_were_typed():
    assert inert("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"
    assert inert_line(" a\n b ") == "a b"


def test_nothing_that_is_taken_out_is_printable():
    assert [hex(code) for code in range(0x110000) if chr(code).isprintable() and TOUCHED.search(chr(code))] == []
