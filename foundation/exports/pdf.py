"""PDF out of a paper: typst sets it, in a process of its own, from a template of ours and data that stays data.

No text is ever put into typst's source: the template reads JSON, and typst shows a string as it is. The process gets no
environment, no network and no file to read but fonts; it is ended when it takes too long or too much memory. The same
paper gives the same bytes, for one version of typst and of the fonts.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any

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

MEDIA_TYPE = "application/pdf"
TYPESETTER = Path(__file__).with_name("typesetter.py")
TIME_LIMIT = 20.0
"""Seconds; a paper of 200 activities takes two."""
UNBROKEN = re.compile(r"\S{40,}")
PIECE = 16


class PaperNotSetError(Exception):
    """Typst refused, took too long, or was ended."""


def write_pdf(paper: Paper, *, time_limit: float = TIME_LIMIT) -> bytes:
    """The bytes of the PDF. Raises `PaperNotSetError`."""
    given = json.dumps(paper_data(paper), ensure_ascii=True).encode()
    command = [sys.executable, "-I", str(TYPESETTER)]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=time_limit, check=False, env={})  # noqa: S603 -- our own file, under our own interpreter; what people wrote is its input only
    except subprocess.TimeoutExpired as error:
        raise PaperNotSetError(f"not set within {time_limit} s") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise PaperNotSetError(done.stderr.decode(errors="replace")[-500:] or f"ended with {done.returncode}")
    return done.stdout


def paper_data(paper: Paper) -> dict[str, Any]:
    """What the template reads: every text a pair of lines and language, every block by its kind."""
    moment = paper.moment.astimezone(UTC)
    before, _mark, after = paper.page.partition("{page}")
    between, _mark, after = after.partition("{pages}")
    return {
        "title": _line(paper.title, paper),
        "kicker": _line(paper.kicker, paper),
        "lead": _line(paper.lead, paper),
        "watermark": _line(paper.watermark, paper),
        "header": _line(paper.header, paper),
        "footer": _line(paper.footer, paper),
        "author": line(paper.author, paper.language).text,
        "lang": paper.language,
        "rtl": is_rtl(paper.language),
        "moment": [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second],
        "timestamp": int(moment.timestamp()),
        "page": [before, between, after],
        "blocks": [_block(block, paper) for block in paper.blocks],
    }


def _block(block: Block, paper: Paper) -> dict[str, Any]:
    match block:
        case Heading():
            said: dict[str, Any] = {"text": _line(block.text, paper), "level": block.level}
            said["remark"] = _line(block.remark, paper)
        case Paragraph() | Note():
            said = {"text": _lines(block.text, paper)}
        case Facts():
            said = {"pairs": [[_line(name, paper), _lines(text, paper)] for name, text in block.pairs]}
        case Entry():
            said = {"label": _lines(block.label, paper), "text": _lines(as_read(block), paper)}
            said["remark"] = _lines(block.remark, paper)
        case Table():
            said = {"head": _row(block.head, paper), "rows": [_row(row, paper) for row in block.rows]}
            said["widths"] = list(block.widths) or [1] * len(block.head)
        case Signatures():
            said = {"labels": _row(block.labels, paper), "names": [_line(name, paper) for name in block.names]}
        case PageBreak():
            said = asdict(block)
    return {"kind": type(block).__name__.lower(), **said}


def _row(cells: Sequence[Text], paper: Paper) -> list[dict[str, Any]]:
    return [_lines(cell, paper) for cell in cells]


def _lines(text: Text, paper: Paper) -> dict[str, Any]:
    said = words(text, paper.language)
    return _given(said, said.text.split("\n") if said.text else [])


def _line(text: Text, paper: Paper) -> dict[str, Any]:
    said = line(text, paper.language)
    return _given(said, [said.text] if said.text else [])


def _given(said: Said, lines: list[str]) -> dict[str, Any]:
    return {"lines": [_breakable(one) for one in lines], "lang": said.language, "rtl": said.rtl}


def _breakable(text: str) -> str:
    """An address or number that is longer than a line may break after each few characters."""
    return UNBROKEN.sub(lambda run: "\u200b".join(_pieces(run.group())), text)


def _pieces(run: str) -> list[str]:
    return [run[at : at + PIECE] for at in range(0, len(run), PIECE)]
