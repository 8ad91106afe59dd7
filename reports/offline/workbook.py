"""The form as a workbook: one sheet with a line for each answer, and a hidden one by which the file is known again."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from foundation.exports.paper import Words
from foundation.exports.xlsx import Cell, Row, Sheet, write_xlsx
from reports.models import Contribution
from reports.offline.lines import WHO_READS_IT, Line, lines_of_form
from reports.offline.manifest import Manifest, pieces
from reports.selectors.asked_question import AskedSection

KNOWN_BY = "khartoum-process-form"
"""What the first cell of the hidden sheet says."""
WIDTHS = (22, 24, 40, 34, 60, 13, 22, 10)
HEAD_AT = 5
"""Rows above the lines."""


def columns() -> list[str]:
    """The heads of the columns in the active language."""
    return [
        _("Section"),
        _("Activity"),
        _("Question"),
        _("Explanation"),
        _("Your answer"),
        _("Day"),
        _("State"),
        _("Reference"),
    ]


def write_form(contribution: Contribution, asked: Sequence[AskedSection], *, language: str, now: datetime) -> bytes:
    """The bytes of the workbook in one of our languages."""
    with override(language):
        manifest, lines = lines_of_form(contribution, asked, language)
        title = str(contribution.round.title)
        form = Sheet(_("Answers"), list(_rows(contribution, lines)), WIDTHS, frozen_rows=HEAD_AT, is_protected=True)
        known = Sheet(KNOWN_BY, list(_known(manifest)), (24, 80), is_hidden=True, is_protected=True)
        return write_xlsx([form, known], title=title, language=language, moment=now)


def _rows(contribution: Contribution, lines: Sequence[Line]) -> Iterator[Row]:
    yield [Cell(str(contribution.round.title), "title")]
    yield [Cell(str(contribution.party.name), "line")]
    yield [Cell(_("Write in the coloured cells only, save the file, and upload it where you downloaded it."), "line")]
    yield [Cell(str(WHO_READS_IT), "line")]
    yield [Cell(head, "head") for head in columns()]
    for line in lines:
        yield _row(line)


def _row(line: Line) -> Row:
    answer = line.asked.answer
    said = line.reads if line.choices else Words(line.text, answer.language if answer else "")
    mark = str(line.mark.label) if line.mark else ""
    return [
        Cell(str(line.section.section.title)),
        Cell(Words(line.activity, get_language())),
        Cell(line.question),
        Cell(line.explanation, "quiet"),
        Cell(said, "answer", is_open=True, choices=[word for _value, word in line.choices]),
        Cell(line.day, "answer", is_open=True, takes_day=True) if line.day is not None else Cell(None),
        Cell(mark, "answer", is_open=True, choices=[str(one.label) for one in line.marks])
        if line.marks
        else Cell(mark),
        Cell(line.reference, "quiet"),
    ]


def _known(manifest: Manifest) -> Iterator[Row]:
    yield [KNOWN_BY, _("By this sheet the form is known again when it is uploaded. Leave it as it is.")]
    for number, piece in enumerate(pieces(manifest.signed()), start=1):
        yield [str(number), piece]
