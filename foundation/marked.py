"""Texts marked with their language and direction, wherever the page around them is in another."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from foundation.exports.text import inert
from foundation.localized import language_order, told
from foundation.wording import FIRST_STRONG, POP, apart, direction_of, langname


def isolate(text: Any) -> SafeString:
    """Keep names, amounts and codes in one piece inside a sentence that runs the other way.

    A name that begins with a code set apart runs as the page does: its first letter would turn an Arabic title round.
    """
    head, rest = _parted(str(text))
    return format_html('<bdi dir="rtl"><bdi>{}</bdi>{}</bdi>' if head else "<bdi>{}{}</bdi>", head, rest)


def called(row: Any) -> str:
    """What a row is called, for a line that is no mark-up: nothing in it steers the line, its code stays in place."""
    head, rest = _parted(str(row))
    return f"{apart(head)}{rest}" if head else rest


def _parted(name: str) -> tuple[str, str]:
    """The code that `apart` set off at the head of a name, and what follows it; both inert."""
    head, mark, rest = name.partition(POP)
    if mark and head.startswith(FIRST_STRONG) and get_language_bidi():
        return inert(head), inert(rest)
    return "", inert(name)


def code(text: Any) -> SafeString:
    """The same for a code, which stays on one line too."""
    return format_html('<bdi class="code">{}</bdi>', inert(str(text)))


def text_in(text: str, language: str = "") -> SafeString:
    """A text somebody wrote, marked with its language and direction, for eyes, ears and hyphenation.

    What would reorder it is left out here; the authentic text keeps it.
    """
    if not language:
        return format_html('<span dir="auto">{}</span>', inert(text))
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction_of(text, language), inert(text))


def said(row: Any, name: str) -> str:
    """A text of the house, `meeting|said:"title"`: where it is not in the reader's language, it says in which it is."""
    return said_in(*told(row, name))


def said_in(text: str, language: str) -> str:
    """The same, for a text that is at hand with its language."""
    if language in {"", language_order()[0]}:
        return text
    return format_html(
        '<span lang="{}" dir="{}" data-tongue="{}">{}</span>',
        language,
        direction_of(text, language),
        langname(language),
        inert(text),
    )
