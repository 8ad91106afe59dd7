"""Serves the fonts out of their packages as static files: nothing is copied, nothing comes from another host."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files import File
from django.core.files.storage import Storage

FILES = {
    "fonts/noto-sans.ttf": fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf",
    "fonts/noto-sans-arabic.ttf": fontpkg_noto_sans_arabic.ROOT / "files" / "NotoSansArabic[wdth,wght].ttf",
}
"""Address under the static root -> the upright variable font inside its package."""


class PackagedFonts(Storage):
    """A read-only folder that is not there: each name leads to a file inside a package."""

    prefix = ""

    def path(self, name: str) -> str:
        """Where the package keeps the font."""
        return str(FILES[Path(name).as_posix()])

    def exists(self, name: str) -> bool:
        return Path(name).as_posix() in FILES

    def get_modified_time(self, name: str) -> datetime:
        """As the package was installed; `collectstatic` copies only what is newer."""
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
