"""Drawing for two reading directions: places are counted from where reading starts, and turned at the last moment."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from foundation.wording import direction


@dataclass(frozen=True, slots=True)
class Side:
    """A sheet of a width, read from the left or from the right."""

    width: float
    language: str

    @property
    def direction(self) -> str:
        """Of the page's own script: `ltr` or `rtl`."""
        return direction(self.language)

    def x(self, place: float, extent: float = 0) -> float:
        """Where something of this extent has its left edge."""
        return round(self.width - place - extent if self.direction == "rtl" else place, 1)

    def path(self, *steps: str | float) -> str:
        """A path whose numbers come in pairs of x and y; the x are turned where reading starts on the right."""
        turned, is_x = [], True
        for step in steps:
            if isinstance(step, str):
                turned.append(step)
                continue
            turned.append(str(self.x(step) if is_x else round(step, 1)))
            is_x = not is_x
        return " ".join(turned)

    def text(self, name: str, place: float, y: float, line: str, *, runs: str = "", end: bool = False) -> SafeString:
        """One line beginning (or, with `end`, ending) at a place; `runs` is the direction of its own script."""
        runs = runs or self.direction
        anchor = "end" if (runs != self.direction) != end else "start"
        return format_html(
            '<text class="{}" x="{}" y="{}" direction="{}" text-anchor="{}">{}</text>',
            name,
            self.x(place),
            round(y, 1),
            runs,
            anchor,
            line,
        )

    def rect(self, name: str, place: float, y: float, width: float, height: float, *, radius: float = 3) -> SafeString:
        """A box."""
        return format_html(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>',
            name,
            self.x(place, width),
            round(y, 1),
            width,
            round(height, 1),
            radius,
        )


def runs_of(text: str, language: str, side: Side) -> str:
    """The direction a text runs: of its language where that is told, else of its letters, else of the page."""
    if language:
        return direction(language)
    scripts = [unicodedata.bidirectional(letter) for letter in text]
    arabic, latin = sum(kind in {"AL", "R"} for kind in scripts), scripts.count("L")
    if side.direction == "rtl":
        return "ltr" if latin and not arabic else "rtl"
    return "rtl" if arabic > latin else "ltr"


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Parts of a drawing one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))
