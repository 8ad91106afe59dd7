"""Finds every text wrapped for translation, in Python and in templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from django.utils.translation.template import templatize

from tools.places import ROOT

PACKAGES = (
    "khartoum",
    "reports",
    "actionplan",
    "meetings",
    "documents",
    "notifications",
    "integrations",
    "parties",
    "foundation",
)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt"}
STRING = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({STRING}(?:\s*,\s*{STRING})*)")


class Text(NamedTuple):
    """One text: with a context where the same English words mean two things, with a plural where it counts."""

    context: str | None
    singular: str
    plural: str | None = None


def extract() -> dict[tuple[str | None, str], Text]:
    """Every text of the product, by context and English words."""
    found: dict[tuple[str | None, str], Text] = {}
    for path in sources():
        for text in texts_of(path):
            key = (text.context, text.singular)
            if text.singular and (key not in found or text.plural):
                found[key] = text
    return found


def sources() -> Iterator[Path]:
    """The files of the product that may hold texts."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if "migrations" not in path.parts and path.suffix in {".py", *TEMPLATES} and path.is_file():
                yield path


def texts_of(path: Path) -> Iterator[Text]:
    """The texts of one file."""
    if path.suffix in TEMPLATES:
        yield from texts_of_template(path.read_text(encoding="utf-8"), origin=str(path))
        return
    for _line, message, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
        ids = (message,) if isinstance(message, str) else tuple(message)
        yield Text(context, ids[0], ids[1] if len(ids) > 1 else None)


def texts_of_template(source: str, *, origin: str) -> Iterator[Text]:
    """Django turns a template into lines that look like calls of gettext; those calls are read here."""
    for call in CALL.finditer(templatize(source, origin=origin)):
        kind = "" if call[1] == "_" else call[1].removesuffix("gettext")
        strings = [ast.literal_eval(literal) for literal in re.findall(STRING, call[2])]
        context = strings.pop(0) if "p" in kind else None
        yield Text(context, strings[0], strings[1] if "n" in kind else None)
