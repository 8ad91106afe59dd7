"""The matrix would notice a planted string inside a file, however it is packed."""

from datetime import UTC, datetime

import pytest

from foundation.exports.docx import write_docx
from foundation.exports.paper import Entry, Paper
from foundation.exports.pdf import write_pdf
from foundation.exports.xlsx import Sheet, write_xlsx
from tests.canaries.entitlements import ENTITLED
from tests.canaries.strings import planted
from tests.matrix.doors import Answer

KIND = "draft answer of own"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def paper() -> Paper:
    return Paper("T", "ar", MOMENT, [Entry("Q", f"نص {planted(KIND)}", tag="q")])


FILES = {
    "pdf": lambda: write_pdf(paper()),
    "docx": lambda: write_docx(paper()),
    "xlsx": lambda: write_xlsx([Sheet("S", [[planted(KIND)]])], title="T", language="ar", moment=MOMENT),
}


@pytest.mark.parametrize("made", FILES.values(), ids=FILES)
def test_a_string_inside_a_file_is_found(made):
    answer = Answer(200, {}, made())

    assert planted(KIND).encode() not in answer.body
    assert answer.leaks("anonymous") == [KIND]
    assert answer.leaks(next(iter(ENTITLED[KIND]))) == []
