"""DOCX out of a paper, by python-docx: real styles, real headings, and paragraphs that know their direction.

Everything somebody wrote becomes the text of a run or the value of an attribute, escaped by lxml: never markup, never a
field code. The same paper gives the same bytes.
"""

import io
from collections.abc import Sequence
from datetime import UTC

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from foundation.exports import docx_marks as marks
from foundation.exports.archive import packed_again
from foundation.exports.paper import (
    Block,
    Entry,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Said,
    Signatures,
    Table,
    Text,
    as_read,
    is_rtl,
    line,
    words,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Noto Sans"
QUIET = RGBColor(0x51, 0x60, 0x6E)
INK = RGBColor(0x1B, 0x27, 0x33)
SIZES = {"Title": 19, "Heading 1": 14, "Heading 2": 12, "Heading 3": 10.5, "Normal": 10}
QUIET_STYLES = {"Question": (9, True), "Remark": (8, False)}


def write_docx(paper: Paper) -> bytes:
    """The bytes of the DOCX."""
    document = docx.Document()
    _styles(document)
    _properties(document, paper)
    _margins(document, paper)
    setter = _Setter(document, paper)
    setter.front()
    for block in paper.blocks:
        setter.set(block)
    target = io.BytesIO()
    document.save(target)
    return packed_again(marks.with_custom_properties(target.getvalue(), paper.properties))


def _styles(document: Document) -> None:
    for name, size in SIZES.items():
        _dress(document.styles[name], size, INK, bold=name != "Normal")
    for name, (size, bold) in QUIET_STYLES.items():
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles["Normal"]
        _dress(style, size, QUIET, bold=bold)
        style.paragraph_format.keep_with_next = name == "Question"
        style.paragraph_format.space_before = Pt(8 if name == "Question" else 0)
    marks.plain_title(document.styles["Title"])


def _dress(style: ParagraphStyle, size: float, colour: RGBColor, *, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = colour
    marks.fonts(style, FONT, size, bold=bold)


def _properties(document: Document, paper: Paper) -> None:
    core = document.core_properties
    moment = paper.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core.created = core.modified = core.last_printed = moment
    core.title = line(paper.title, paper.language).text[:255]
    core.author = core.last_modified_by = line(paper.author, paper.language).text[:255]
    core.language, core.comments, core.revision = paper.language, "", 1


def _margins(document: Document, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    if is_rtl(paper.language):
        marks.section_rtl(section)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style = footer.style = document.styles["Remark"]
    _fill(header, line(paper.header, paper.language))
    if paper.watermark:
        marks.watermark(header, line(paper.watermark, paper.language).text)
    foot = line(paper.footer, paper.language)
    _fill(footer, foot._replace(text=f"{foot.text}    " if foot.text else ""))
    before, _mark, after = paper.page.partition("{page}")
    between, _mark, after = after.partition("{pages}")
    for said, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        marks.run(footer, line(said, paper.language)._replace(text=said))
        if code:
            marks.field(footer, code)


def _fill(paragraph: Line, said: Said, *, bold: bool = False) -> Line:
    marks.direction(paragraph, rtl=said.rtl)
    for at, written in enumerate(said.text.split("\n")):
        added = marks.run(paragraph, said._replace(text=written), bold=bold)
        if at < said.text.count("\n"):
            added.add_break(WD_BREAK.LINE)
    return paragraph


class _Setter:
    """Sets block after block at the end of the document."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.document, self.paper = document, paper
        self.styles = {style.name: style.style_id for style in document.styles}

    def front(self) -> None:
        """Kicker, title and lead."""
        if self.paper.kicker:
            self._add(self._line(self.paper.kicker), "Remark")
        self._add(self._line(self.paper.title), "Title")
        if self.paper.lead:
            self._add(self._words(self.paper.lead), "Normal")

    def set(self, block: Block) -> None:
        """One block."""
        match block:
            case Heading():
                self._add(self._line(block.text), f"Heading {block.level}")
                self._remark(block.remark)
            case Paragraph():
                self._add(self._words(block.text), "Normal")
            case Note():
                marks.note(self._add(self._words(block.text), "Normal"))
            case Facts():
                self._facts(block)
            case Entry():
                self._entry(block)
            case Table():
                self._table(block)
            case Signatures():
                self._signatures(block)
            case PageBreak():
                self.document.add_page_break()

    def _words(self, text: Text) -> Said:
        return words(text, self.paper.language)

    def _line(self, text: Text) -> Said:
        return line(text, self.paper.language)

    def _add(self, said: Said, style: str) -> Line:
        paragraph = self.document.add_paragraph()
        self._dress(paragraph, style)
        return _fill(paragraph, said)

    def _dress(self, paragraph: Line, style: str) -> None:
        """By the style's key: python-docx would look through every style for each paragraph."""
        paragraph._p.style = self.styles[style]  # noqa: SLF001 -- python-docx keeps the element there

    def _remark(self, text: Text) -> None:
        if text:
            self._add(self._words(text), "Remark")

    def _entry(self, entry: Entry) -> None:
        self._add(self._words(entry.label), "Question")
        said = self._words(as_read(entry))
        if entry.tag:
            self._field(entry, said)
        elif said.text:
            self._add(said, "Normal")
        self._remark(entry.remark)

    def _field(self, entry: Entry, said: Said) -> None:
        table, known_by, answer = marks.field_to_fill(rtl=is_rtl(self.paper.language))
        self.document.element.body.insert_element_before(table, "w:sectPr")
        tag, written = Line(known_by, self.document), Line(answer, self.document)
        self._dress(tag, "Remark")
        _fill(tag, Said(entry.tag, "en", rtl=False))
        self._dress(written, "Normal")
        _fill(written, said)
        if entry.choices:
            marks.offering(written, entry.choices)

    def _facts(self, facts: Facts) -> None:
        grid = self._grid(len(facts.pairs), (2, 5))
        for row, (name, text) in zip(grid, facts.pairs, strict=True):
            self._dress(self._beside(row[0].paragraphs[0], self._line(name)), "Remark")
            self._beside(row[1].paragraphs[0], self._words(text))

    def _beside(self, paragraph: Line, said: Said, *, bold: bool = False) -> Line:
        """What is written the other way, a hash for one, ends where the lines of the paper begin: next to its name."""
        if said.rtl != is_rtl(self.paper.language):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return _fill(paragraph, said, bold=bold)

    def _table(self, block: Table) -> None:
        grid = self._grid(len(block.rows) + 1, block.widths or [1] * len(block.head), lines=True)
        for cell, text in zip(grid[0], block.head, strict=True):
            _fill(cell.paragraphs[0], self._words(text), bold=True)
        for row, texts in zip(grid[1:], block.rows, strict=True):
            for cell, text in zip(row, texts, strict=True):
                _fill(cell.paragraphs[0], self._words(text))

    def _signatures(self, block: Signatures) -> None:
        for name in block.names:
            if name:
                self._beside(self.document.add_paragraph(), self._line(name), bold=True)
            for row, label in zip(self._grid(len(block.labels), (2, 5)), block.labels, strict=True):
                self._dress(_fill(row[0].paragraphs[0], self._line(label)), "Remark")
                marks.line_below(row[1])
                row[0].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            self.document.add_paragraph()

    def _grid(self, rows: int, shares: Sequence[int], *, lines: bool = False) -> list[tuple[_Cell, ...]]:
        """Cells of a new table, row by row; its first column stands where reading starts."""
        table = self.document.add_table(rows=rows, cols=len(shares), style="Table Grid" if lines else None)
        table.autofit = False
        if is_rtl(self.paper.language):
            marks.table_rtl(table)
        whole = Cm(16.6)
        grid = [row.cells for row in table.rows]
        for row in grid:
            for cell, share in zip(row, shares, strict=True):
                cell.width = int(whole * share / sum(shares))
        if lines and rows:
            marks.repeat_head(table.rows[0])
        return grid
