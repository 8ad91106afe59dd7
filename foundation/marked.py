"""Texts marked with their language and direction, wherever the page around them is in another."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.exports.text import inert
from foundation.localized import language_order, told
from foundation.wording import direction_of


def isolate(text: Any) -> SafeString:
    """Keep names, amounts and codes in one piece inside a sentence that runs the other way."""
    return format_html("<bdi>{}</bdi>", inert(str(text)))


def text_in(text: str, language: str = "") -> SafeString:
    """A text somebody wrote, marked with its language and direction, for eyes, ears and hyphenation.

    What would reorder it is left out here; the authentic text keeps it.
    """
    if not language:
        return format_html('<span dir="auto">{}</span>', inert(text))
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction_of(text, language), inert(text))


def said(row: Any, name: str) -> str:
    """A text of the house, `meeting|said:"title"`: marked with its language where it is not the reader's."""
    text, language = told(row, name)
    return text if language in {"", language_order()[0]} else text_in(text, language)
