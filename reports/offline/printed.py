"""Which paragraphs of a document are ours: each is known by a few digits that travel in the manifest.

What stands outside the fields and is none of ours was typed by somebody, and is shown instead of being passed over.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from foundation.exports.paper import Block, Entry, Heading, Note, Paper, Paragraph, Text

DIGITS = 5
NUMBERED = re.compile(r"^[0-9]{1,5}\. ", re.ASCII)
"""The number before a question: each question is kept once, however many activities are asked about it."""


def marks_of(paper: Paper) -> str:
    """What a paper prints besides its answers."""
    return "".join(sorted({_mark(text) for text in _texts(paper)}))


def is_printed(text: str, marks: frozenset[str]) -> bool:
    """Whether a paragraph is one of the paper's, or says nothing."""
    return not text.strip() or _mark(text) in marks


def parted(marks: str) -> frozenset[str]:
    """The marks one by one."""
    return frozenset(marks[at : at + DIGITS] for at in range(0, len(marks), DIGITS))


def _texts(paper: Paper) -> Iterator[str]:
    for text in (paper.kicker, paper.title, paper.lead, *_of_blocks(paper.blocks)):
        said = text if isinstance(text, str) else text.text
        if said:
            yield said


def _of_blocks(blocks: Iterable[Block]) -> Iterator[Text]:
    for block in blocks:
        match block:
            case Heading() | Paragraph() | Note():
                yield block.text
            case Entry():
                yield block.label
                yield block.remark


def _mark(text: str) -> str:
    """The same for a paragraph that another program has set anew: spaces, and marks that nobody sees, do not count."""
    seen = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    plain = NUMBERED.sub("", " ".join(seen.split()))
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS]
