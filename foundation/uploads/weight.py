"""How much an office file makes its reader do: its elements are counted before any library builds something of them."""

import io
import zipfile
from collections import Counter
from typing import NoReturn
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.uploads.packages import DAMAGED, read_part

TOO_MUCH_TO_READ = _(
    "The file holds far more than a form does: too many cells or too much text. Nothing was taken from it."
)
XML = (".xml", ".rels", ".vml")
LONGEST_TAG = 64 * 1024
"""Characters of one tag or comment: parsers that are fed piece by piece begin such a one anew with every piece."""


def elements_in(content: bytes, *, folder: str, most: int, largest: int) -> Counter[str]:
    """How often each element stands in the XML parts under a folder (its name without the namespace).

    For packages that `examine` has passed. Raises `RuleBroken` for more than `most` elements, or more than `largest`
    bytes of XML in the whole package.
    """
    found = Counter[str]()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [part for part in package.infolist() if part.filename.lower().endswith(XML)]
        if sum(part.file_size for part in parts) > largest:
            raise RuleBroken(TOO_MUCH_TO_READ, field="content", code="too_much")
        left = most
        for part in parts:
            counted = _count(package, part, left)
            left -= counted.total()
            if part.filename.lower().startswith(folder):
                found += counted
    return found


def only_counted(content: bytes) -> bytes:
    """The package with every part emptied that was not counted: no relation can lead a reader to it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as kept:
        for part in source.infolist():
            kept.writestr(part.filename, read_part(source, part) if part.filename.lower().endswith(XML) else b"")
    return target.getvalue()


def _count(package: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> Counter[str]:
    found, left = Counter[str](), most

    def begin(name: str, attributes: list[str]) -> None:
        nonlocal left
        left -= 1
        if left < 0 or sum(map(len, attributes)) > LONGEST_TAG:
            _refuse()
        found[name.rpartition(":")[2]] += 1

    def beside(*said: str) -> None:
        if sum(map(len, said)) > LONGEST_TAG:
            _refuse()

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = begin
    parser.CommentHandler = parser.ProcessingInstructionHandler = beside
    try:
        parser.Parse(read_part(package, part), True)  # noqa: FBT003 -- expat takes no names
    except (expat.ExpatError, LookupError, ValueError) as error:  # -- the last two for its character set
        raise RuleBroken(DAMAGED, field="content") from error
    return found


def _refuse() -> NoReturn:
    raise RuleBroken(TOO_MUCH_TO_READ, field="content", code="too_much")
