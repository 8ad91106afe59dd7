"""Serves the fonts out of their packages as static files: nothing is kept here, nothing comes from another host.

A page asks for the letters of its own script alone, a twentieth of the whole. What stands outside them is in a second
file of each font, which a browser fetches where such a character is on the page (`unicode-range` in tokens.css).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files import File
from django.core.files.storage import Storage

from khartoum.webfont import web_font

SANS = fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf"
ARABIC = fontpkg_noto_sans_arabic.ROOT / "files" / "NotoSansArabic[wdth,wght].ttf"
EDITION = 2
"""Of what is made of a font: raise it when that changes."""


class Part(NamedTuple):
    """Some characters of the upright variable font inside a package; `is_joined` where their letters join."""

    font: Path
    characters: tuple[range, ...]
    is_joined: bool


def _parts(font: Path, common: tuple[range, ...], rest: tuple[range, ...], *, is_joined: bool) -> tuple[Part, Part]:
    return Part(font, common, is_joined), Part(font, rest, is_joined=True)


LATIN, MORE = _parts(
    SANS,
    (
        range(0x20, 0x180),
        range(0x218, 0x21C),
        range(0x200B, 0x203B),
        range(0x2060, 0x2070),
        range(0x20AC, 0x20AD),
        range(0x2116, 0x2117),
        range(0x2122, 0x2123),
        range(0x2190, 0x219A),
        range(0x2212, 0x2213),
    ),
    (
        range(0x180, 0x218),
        range(0x21C, 0x600),
        range(0x1E00, 0x200B),
        range(0x203B, 0x2060),
        range(0x2070, 0x20AC),
        range(0x20AD, 0x20D0),
        range(0x2100, 0x2116),
        range(0x2117, 0x2122),
        range(0x2123, 0x2190),
        range(0x2C60, 0x2C80),
        range(0x2DE0, 0x2E80),
        range(0xA640, 0xA800),
        range(0xFB00, 0xFB07),
    ),
    is_joined=False,
)
ARABIC_LETTERS, MORE_ARABIC = _parts(
    ARABIC,
    (range(0x60C, 0x60D), range(0x61B, 0x656), range(0x660, 0x672), range(0x6D4, 0x6D5)),
    (
        range(0x600, 0x60C),
        range(0x60D, 0x61B),
        range(0x656, 0x660),
        range(0x672, 0x6D4),
        range(0x6D5, 0x700),
        range(0x750, 0x780),
        range(0x870, 0x900),
        range(0xFB50, 0xFE00),
        range(0xFE70, 0xFEFD),
    ),
    is_joined=True,
)
FILES = {
    "fonts/noto-sans.woff": LATIN,
    "fonts/noto-sans-more.woff": MORE,
    "fonts/noto-sans-arabic.woff": ARABIC_LETTERS,
    "fonts/noto-sans-arabic-more.woff": MORE_ARABIC,
}
"""Address under the static root -> what it holds."""


class PackagedFonts(Storage):
    """A read-only folder that is not there: each file is made of a font inside a package when it is first asked for."""

    prefix = ""

    def path(self, name: str) -> str:
        """Where the file lies once it is made."""
        part, folder = FILES[Path(name).as_posix()], settings.BASE_DIR / ".run" / "fonts"
        made: Path = folder / f"{Path(name).stem}-{EDITION}-{part.font.stat().st_size}.woff"
        if not made.exists():
            folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=folder, delete=False) as being_made:
                being_made.write(web_font(part.font.read_bytes(), part.characters, is_joined=part.is_joined))
            new = Path(being_made.name)
            new.chmod(0o644)
            new.rename(made)
        return str(made)

    def exists(self, name: str) -> bool:
        return Path(name).as_posix() in FILES

    def get_modified_time(self, name: str) -> datetime:
        """As the file was made; `collectstatic` copies only what is newer."""
        return datetime.fromtimestamp(Path(self.path(name)).stat().st_mtime, UTC)

    def _open(self, name: str, mode: str = "rb") -> File:
        return File(Path(self.path(name)).open(mode))


class FontFinder(BaseFinder):
    """Tells `collectstatic` and WhiteNoise about the fonts."""

    storage = PackagedFonts()

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """The file behind an address, if it is a font's; a list of one if all are asked for."""
        if not self.storage.exists(path):
            return [] if find_all else None
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:  # noqa: ARG002 -- Django's signature
        """Every font with the storage that opens it."""
        yield from ((name, self.storage) for name in FILES)
