"""Reads a document that came back: an answer is what stands beside its tag, wherever the row has moved.

Cells of tables come back as they were from every office program; content controls and bookmarks do not.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import docx
from docx.oxml.ns import qn

from foundation.errors import DomainError, RuleBroken
from foundation.exports.docx_marks import CUSTOM_PART
from foundation.uploads.packages import DAMAGED
from foundation.uploads.weight import elements_in, only_counted
from reports.offline.document import DAY, KNOWN_BY, MARK
from reports.offline.found import Filled, Found
from reports.offline.manifest import NOT_OURS, Manifest, read_manifest
from reports.offline.printed import is_printed, parted

TAG = re.compile(rf"([0-9]{{1,5}}-[0-9a-f]{{5}})(?:-({DAY}|{MARK}))?", re.ASCII)
PIECE_OF = re.compile(rf"{KNOWN_BY}-([0-9]{{1,5}})", re.ASCII)
MOST_STRAY, LONGEST_STRAY = 20, 300
MOST_ELEMENTS, LARGEST_XML = 400_000, 8 * 1024 * 1024
P, TR, TC = qn("w:p"), qn("w:tr"), qn("w:tc")
PASSED_OVER = {
    qn("w:moveFrom"),
    qn("w:sdtPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
MARGINS = {"word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"}
BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}


def read_document(content: bytes) -> Filled:
    """What was filled in. Raises `RuleBroken` with the reason where the file is not a form of ours, or too much."""
    elements_in(content, folder="word/", most=MOST_ELEMENTS, largest=LARGEST_XML)
    content = only_counted(content)
    try:
        manifest = _manifest(content)
        cells = _Cells()
        cells.read(docx.Document(io.BytesIO(content)).element.body)
        cells.elsewhere += _margins(content)
    except DomainError:
        raise
    except Exception as error:  # -- python-docx raises whatever it stumbles over
        raise RuleBroken(DAMAGED, field="content") from error
    found = list(cells.found())
    if not found:
        raise RuleBroken(NOT_OURS, field="content", code="not_ours")
    return Filled(manifest, found, cells.stray(manifest))


def _manifest(content: bytes) -> Manifest:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if CUSTOM_PART not in package.namelist():
            raise RuleBroken(NOT_OURS, field="content", code="not_ours")
        root = ET.fromstring(package.read(CUSTOM_PART))  # noqa: S314 -- entities were refused by `examine`
    found: dict[int, str] = {}
    for held in root:
        if named := PIECE_OF.fullmatch(held.get("name", "")):
            found[int(named[1])] = "".join(held.itertext()).strip()
    return read_manifest(found[number] for number in sorted(found))


def _margins(content: bytes) -> Iterator[str]:
    """What was written as a footnote, an endnote or a comment."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in MARGINS & set(package.namelist()):
            for note in ET.fromstring(package.read(part)):  # noqa: S314 -- as above
                yield " ".join(text.text or "" for text in note.iter(qn("w:t")))


class _Cells:
    """The cells of a document that somebody filled in, by the tags beside them, and what was written elsewhere."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, str]] = []
        self.beside: dict[tuple[str, str], str] = {}
        self.elsewhere: list[str] = []

    def read(self, holder: Any) -> None:
        """Go through what a body or a cell holds, once: a table inside an answer is part of the answer."""
        stack = list(reversed(holder))
        while stack:
            node = stack.pop()
            if node.tag == P:
                self.elsewhere.append(_line(node))
            elif node.tag != TR or not self._is_field(node):
                stack.extend(reversed(node))

    def _is_field(self, row: Any) -> bool:
        """The tag in one cell, the answer in all that follow: somebody may have split the cell."""
        first, *others = _cells(row) or [None]
        tagged = TAG.fullmatch(_own_text(first).strip()) if first is not None and others else None
        if tagged is None:
            return False
        text = "\n".join(_text(one) for one in others).strip("\n")
        if tagged[2]:
            self.beside[tagged[1], tagged[2]] = text
        else:
            self.answers.append((tagged[1], text))
        return True

    def found(self) -> Iterator[Found]:
        """A field that was copied counts each time, with the day and the mark that go with it."""
        for reference, text in self.answers:
            where = reference.partition("-")[0]
            yield Found(reference, where, text, self.beside.get((reference, DAY)), self.beside.get((reference, MARK)))

    def stray(self, manifest: Manifest) -> list[tuple[str, str]]:
        """What stands outside the fields and is none of our words."""
        marks = parted(manifest.printed)
        typed = [text.strip()[:LONGEST_STRAY] for text in self.elsewhere if not is_printed(text, marks)]
        return [("", text) for text in typed[:MOST_STRAY]]


def _cells(row: Any) -> list[Any]:
    """Those of the row itself; a content control may stand around one."""
    inside = (f"{qn('w:sdt')}/{qn('w:sdtContent')}/{TC}", TC)
    return [cell for path in inside for cell in row.findall(path)]


def _own_text(cell: Any) -> str:
    return "".join(_line(one) for one in cell.findall(P))


def _text(holder: Any) -> str:
    """Paragraphs and line breaks alike end a line."""
    paragraphs = [one for one in holder.iter(P) if next(one.iterancestors(P), None) is None]
    return "\n".join(_line(one) for one in paragraphs).strip("\n")


def _line(holder: Any) -> str:
    """What a reader struck out or moved away with changes tracked is not read, nor a text box a second time."""
    said, stack = [], [holder]
    while stack:
        node = stack.pop()
        if node.tag == qn("w:t"):
            said.append(node.text or "")
        elif node.tag in BREAKS and node.getparent().tag == qn("w:r"):
            said.append(BREAKS[node.tag])
        elif node.tag not in PASSED_OVER:
            said.append("\n" if node.tag == P and node is not holder else "")
            stack.extend(reversed(node))
    return "".join(said)
