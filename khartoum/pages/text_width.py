"""How wide a text will be, and how to break it: a picture made on a server cannot ask a browser.

Widths are in ems (1 = the size of the type), measured in Noto Sans semi-bold and rounded up a little, so that the
fonts a reader may have instead fit as well.
"""

import unicodedata
from collections.abc import Iterator

WIDTHS = {
    **dict.fromkeys("ijl.,:;'’|! ", 0.28),
    **dict.fromkeys('Jfrt()[]/-I"“”', 0.42),
    **dict.fromkeys("mMwW—%@", 0.94),
}
ELLIPSIS = "…"


def width_of(text: str) -> float:
    """The width of one line."""
    return sum(map(_advance, text))


def _advance(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if unicodedata.bidirectional(letter) == "AL":
        return 0.52
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return WIDTHS.get(letter, 0.72 if letter.isupper() else 0.62)


def wrap(text: str, width: float, *, most: int) -> list[str]:
    """The text in at most `most` lines of at most `width`; what does not fit is cut with an ellipsis."""
    lines = list(_lines(text.split(), width))
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(last + ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,;:–-") + ELLIPSIS]


def _lines(words: list[str], width: float) -> Iterator[str]:
    line = ""
    for word in (piece for long in words for piece in _pieces(long, width)):
        longer = f"{line} {word}".strip()
        if line and width_of(longer) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _pieces(word: str, width: float) -> Iterator[str]:
    """A word that is wider than the line is broken, so that nothing leaves its box."""
    piece = ""
    for letter in word:
        if piece and width_of(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece
