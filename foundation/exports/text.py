"""Makes text that somebody wrote inert in a file: one function for every medium.

The authentic words stay as they were typed in the database and in the canonical JSON. What leaves in a page, PDF, DOCX
or XLSX has lost only characters that no reader sees and that could make it show something else than it says.
"""

import re

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f"
"""Embeddings, overrides and isolates: they reorder what comes after them. The direction of a text is set around it.

The marks U+200E, U+200F and U+061C and the joiners U+200C and U+200D are needed to write Arabic, and reorder nothing.
"""
REMOVED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{OVERRIDES}\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
"""Control characters but tab and line break, what reorders, and what is read by machines only."""
NOT_TEXT = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|["
    + "".join(f"{chr(plane)}{chr(plane + 1)}" for plane in range(0x1FFFE, 0x110000, 0x10000))
    + "]"
)
"""Lone surrogates and code points that are no characters: no file can hold them."""
BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
TOUCHED = re.compile("|".join(one.pattern for one in (BREAKS, REMOVED, NOT_TEXT)))
"""What any of the three finds; nothing of it is printable, and whether a text is that is known thirty times as fast."""
REPLACEMENT = "\ufffd"


def inert(text: str) -> str:
    """The text with one kind of line break, and without control characters, lone surrogates and overrides."""
    if text.replace("\n", "").isprintable() or TOUCHED.search(text) is None:
        return text
    return NOT_TEXT.sub(REPLACEMENT, REMOVED.sub("", BREAKS.sub("\n", text)))


def inert_line(text: str) -> str:
    """The same on one line: for titles, headers, names of sheets and files."""
    return " ".join(inert(text).split())
