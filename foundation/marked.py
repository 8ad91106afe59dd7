"""Texts marked with their language and direction, wherever the page around them is in another."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.exports.text import inert
from foundation.localized import language_order, told
from foundation.wording import direction_of, langname


def isolate(text: Any) -> SafeString:
    """Keep names, amounts and codes in one piece inside a sentence that runs the other way."""
    return format_html("<bdi>{}</bdi>", inert(str(text)))


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
