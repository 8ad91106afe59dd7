"""The kinds of files this house takes, and how each begins."""

from collections.abc import Mapping
from typing import NamedTuple

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
ZIP = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument"


class Kind(NamedTuple):
    """One kind of file: how its name ends, how its bytes begin, and what its package declares (office files)."""

    media_type: str
    extension: str
    signature: bytes = b""
    declares: bytes = b""

    @property
    def is_text(self) -> bool:
        """UTF-8 text, which begins in no special way."""
        return not self.signature


DOCX = Kind(f"{OFFICE}.wordprocessingml.document", "docx", ZIP, f"{OFFICE}.wordprocessingml.document.main+xml".encode())
XLSX = Kind(f"{OFFICE}.spreadsheetml.sheet", "xlsx", ZIP, f"{OFFICE}.spreadsheetml.sheet.main+xml".encode())
ODT = Kind("application/vnd.oasis.opendocument.text", "odt", ZIP, b"application/vnd.oasis.opendocument.text")
PDF = Kind("application/pdf", "pdf", b"%PDF-")
PNG = Kind("image/png", "png", b"\x89PNG\r\n\x1a\n")
JPEG = Kind("image/jpeg", "jpg", b"\xff\xd8\xff")
PLAIN = Kind("text/plain", "txt")

KINDS: Mapping[str, Kind] = {
    kind.media_type: kind
    for kind in (
        PDF,
        DOCX,
        XLSX,
        ODT,
        PNG,
        JPEG,
        PLAIN,
        Kind("text/markdown", "md"),
        Kind("text/html", "html"),
        Kind("text/csv", "csv"),
        Kind("application/json", "json"),
    )
}
"""By media type."""
TEXTS = frozenset(kind.media_type for kind in KINDS.values() if kind.is_text)
"""Media types that are UTF-8 text."""
OTHER_ENDINGS = {"jpeg": "jpg"}
"""Endings that people use for the same kind."""
