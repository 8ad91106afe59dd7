"""Reads a document that came back: an answer is what stands in the field of its tag, wherever the field has moved."""

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

TAG = re.compile(rf"([0-9]{{1,5}}-[0-9a-f]{{5}})(?:-({DAY}|{MARK}))?", re.ASCII)
PIECE_OF = re.compile(rf"{KNOWN_BY}-([0-9]{{1,5}})", re.ASCII)
MOST_ELEMENTS, LARGEST_XML = 400_000, 8 * 1024 * 1024
BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}


def read_document(content: bytes) -> Filled:
    """What was filled in. Raises `RuleBroken` with the reason where the file is not a form of ours, or too much."""
    elements_in(content, folder="word/", most=MOST_ELEMENTS, largest=LARGEST_XML)
    content = only_counted(content)
    try:
        manifest = _manifest(content)
        body = docx.Document(io.BytesIO(content)).element.body
        found = list(_found(body))
    except DomainError:
        raise
    except Exception as error:  # -- python-docx raises whatever it stumbles over
        raise RuleBroken(DAMAGED, field="content") from error
    if not found:
        raise RuleBroken(NOT_OURS, field="content", code="not_ours")
    return Filled(manifest, found)


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


def _found(body: Any) -> Iterator[Found]:
    """A field that was copied counts each time, with the day and the mark that follow it.

    A field that holds fields is none of ours, and reading it would read what it holds once more for each level.
    """
    answers: list[tuple[str, str]] = []
    beside: dict[tuple[str, str], str] = {}
    for control in body.iter(qn("w:sdt")):
        tagged = TAG.fullmatch(_tag(control))
        if tagged is None or next(control.iterdescendants(qn("w:sdt")), None) is not None:
            continue
        if tagged[2]:
            beside[tagged[1], tagged[2]] = _text(control)
        else:
            answers.append((tagged[1], _text(control)))
    for reference, text in answers:
        where = reference.partition("-")[0]
        yield Found(reference, where, text, beside.get((reference, DAY)), beside.get((reference, MARK)))


def _tag(control: Any) -> str:
    tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return "" if tag is None else str(tag.get(qn("w:val"), ""))


def _text(control: Any) -> str:
    """Paragraphs and line breaks alike end a line; what a reader struck out with changes tracked is not read."""
    content = control.find(qn("w:sdtContent"))
    if content is None or control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
        return ""
    paragraphs = [one for one in content.iter(qn("w:p")) if next(one.iterancestors(qn("w:p")), None) is None]
    return "\n".join(_line(one) for one in paragraphs or [content]).strip("\n")


def _line(holder: Any) -> str:
    said = []
    for node in holder.iter():
        if node.tag == qn("w:t"):
            said.append(node.text or "")
        elif node.tag in BREAKS and node.getparent().tag == qn("w:r"):
            said.append(BREAKS[node.tag])
    return "".join(said)
