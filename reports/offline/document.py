"""The form as a letter: headings, questions, and a framed cell for each answer, found again by the tag beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.exports.docx import write_docx
from foundation.exports.paper import Block, Entry, Heading, Note, Paper, Paragraph, Words
from reports.models import Contribution
from reports.offline.lines import WHO_READS_IT, Line, lines_of_form
from reports.offline.manifest import pieces
from reports.offline.printed import marks_of
from reports.selectors.asked_question import AskedSection

KNOWN_BY = "khartoum-process-form"
"""How the properties begin that hold the manifest, a piece each."""
DAY, MARK = "day", "mark"
"""Ends of the tags of the cells that go with an answer."""


def write_form(contribution: Contribution, asked: Sequence[AskedSection], *, language: str, now: datetime) -> bytes:
    """The bytes of the document in one of our languages."""
    with override(language):
        manifest, lines = lines_of_form(contribution, asked, language)
        paper = Paper(
            title=str(contribution.round.title),
            language=language,
            moment=now,
            blocks=[*_front(), *_blocks(lines)],
            kicker=str(contribution.party.name),
            page=_("Page {page} of {pages}"),
        )
        signed = replace(manifest, printed=marks_of(paper)).signed()
        known_by = [(f"{KNOWN_BY}-{number}", piece) for number, piece in enumerate(pieces(signed), start=1)]
        return write_docx(replace(paper, properties=known_by))


def _front() -> Iterator[Block]:
    yield Note(_("Write in the framed fields only, save the file, and upload it where you downloaded it."))
    yield Note(str(WHO_READS_IT))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    for _name, of_section in groupby(lines, key=lambda line: line.section.name):
        listed = list(of_section)
        section = listed[0].section.section
        yield Heading(" · ".join(part for part in (str(section.title), listed[0].activity) if part), 1)
        if section.help:
            yield Paragraph(str(section.help))
        for line in listed:
            yield from _fields(line)


def _fields(line: Line) -> Iterator[Block]:
    answer, number = line.asked.answer, line.reference.partition("-")[0]
    said = line.text if line.choices else Words(line.text, answer.language if answer else "")
    yield Entry(f"{number}. {line.question}", said, line.explanation, line.reference, line.choices)
    if line.day is not None:
        yield Entry(_("Day (year-month-day)"), line.day, tag=f"{line.reference}-{DAY}")
    if line.marks:
        choices = [(mark.value, str(mark.label)) for mark in line.marks]
        yield Entry(_("State"), line.mark.value if line.mark else "", tag=f"{line.reference}-{MARK}", choices=choices)
