"""One examination for every upload: size, kind by name and by content, then what each kind may not hold."""

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import PurePath
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.uploads.kinds import JPEG, KINDS, LARGEST, OTHER_ENDINGS, PDF, PNG, ZIP, Kind
from foundation.uploads.packages import DAMAGED, LOCKED, NOT_OF_ITS_KIND, check_package
from foundation.wording import with_comma

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files: Word and Excel before 2007, and any newer file behind a password."""
TAIL = 2048
LONGEST_STEM = 150
"""Characters of a file's name before its ending."""
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
ENCRYPTED = re.compile(rb"/Encrypt\b")

EMPTY = _("The file is empty.")
TOO_LARGE = _("The file is larger than 10 MB.")
UNKNOWN = _("Files of this kind are not taken here. These are: %(kinds)s.")
IS_ACTIVE = _("The PDF holds scripts or other files. Print it to PDF again and upload that.")


class Examined(NamedTuple):
    """A file that may be kept."""

    kind: Kind
    content: bytes

    def named(self, name: str) -> str:
        """What it is called here: as it came, with the ending of its kind."""
        return f"{PurePath(name).stem[:LONGEST_STEM]}.{self.kind.extension}"


def examine(content: bytes, *, name: str, allowed: Collection[Kind] = tuple(KINDS.values())) -> Examined:
    """What the file is, by its name and its bytes; `RuleBroken` says what to do where it may not be kept.

    Reads at most 60 MB of what an office file unpacks to and holds none of it. The PDF check reads names in the open
    parts of the file only, so downloads are served as attachments all the same.
    """
    kind = _kind_of(name, allowed)
    if not content:
        raise RuleBroken(EMPTY, field="content")
    if len(content) > LARGEST:
        raise RuleBroken(TOO_LARGE, field="content")
    check_content(content, kind)
    return Examined(kind, content)


def check_content(content: bytes, kind: Kind) -> None:
    """Raise `RuleBroken` unless the bytes are whole, harmless and of this kind."""
    if kind.is_text:
        if not _is_text(content):
            raise RuleBroken(NOT_OF_ITS_KIND, field="content")
        return
    if content.startswith(OLD_OFFICE) and kind.signature == ZIP:
        raise RuleBroken(LOCKED, field="content")
    if not content.startswith(kind.signature):
        raise RuleBroken(NOT_OF_ITS_KIND, field="content")
    if kind.signature == ZIP:
        check_package(content, kind)
    elif check := CHECKS.get(kind):
        check(content)


def _kind_of(name: str, allowed: Collection[Kind]) -> Kind:
    ending = PurePath(name).suffix.lower().removeprefix(".")
    ending = OTHER_ENDINGS.get(ending, ending)
    for kind in allowed:
        if kind.extension == ending:
            return kind
    raise RuleBroken(UNKNOWN % {"kinds": with_comma(*(kind.extension.upper() for kind in allowed))}, field="content")


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-TAIL:]:
        raise RuleBroken(DAMAGED, field="content")
    readable = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if ENCRYPTED.search(readable):
        raise RuleBroken(LOCKED, field="content")
    if ACTIVE.search(readable):
        raise RuleBroken(IS_ACTIVE, field="content")


def _check_png(content: bytes) -> None:
    if b"IEND" not in content[-TAIL:]:
        raise RuleBroken(DAMAGED, field="content")


def _check_jpeg(content: bytes) -> None:
    if b"\xff\xd9" not in content[-TAIL:]:
        raise RuleBroken(DAMAGED, field="content")


CHECKS: Mapping[Kind, Callable[[bytes], None]] = {PDF: _check_pdf, PNG: _check_png, JPEG: _check_jpeg}
