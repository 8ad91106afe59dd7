"""Refusing a hostile file takes two seconds and 200 MB at most: the kernel ends whoever needs more."""

import pytest

from foundation.errors import RuleBroken
from foundation.uploads import examine
from tests.bounded import MEGABYTE, within
from tests.foundation.uploads import files
from tests.foundation.uploads.test_examination import REFUSED

SECONDS, MEGABYTES = 2, 200


def said_of(content, name):
    try:
        examine(content, name=name)
    except RuleBroken as refused:
        return str(refused)
    return "taken"


@pytest.mark.parametrize(
    ("name", "content", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_hostile_file_is_refused_within_its_bounds(name, content, sentence):
    made = content() if callable(content) else content

    assert within(lambda: said_of(made, name), seconds=SECONDS, megabytes=MEGABYTES) == str(sentence)


def test_the_largest_honest_file_is_taken_within_the_same_bounds():
    made = files.with_parts(files.docx_file(), {"word/media/x.bin": b"0" * 59 * MEGABYTE})

    assert within(lambda: said_of(made, "a.docx"), seconds=SECONDS, megabytes=MEGABYTES) == "taken"


def test_bounds_are_kept_by_the_kernel():
    def spin():
        while True:
            pass

    assert within(spin, seconds=1, megabytes=MEGABYTES) == "ended by SIGKILL"
    assert within(lambda: str(len(bytes(300 * MEGABYTE))), seconds=SECONDS, megabytes=MEGABYTES) == "out of memory"
    assert within(lambda: "done", seconds=SECONDS, megabytes=MEGABYTES) == "done"
