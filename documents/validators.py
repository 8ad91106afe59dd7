"""What bytes may be issued: known kinds of file whose first bytes say that they are what they claim to be."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken

LARGEST = 10 * 1024 * 1024
"""Bytes."""
ZIP = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument"
SIGNATURES: Mapping[str, tuple[str, bytes]] = {
    "application/pdf": ("pdf", b"%PDF-"),
    f"{OFFICE}.wordprocessingml.document": ("docx", ZIP),
    f"{OFFICE}.spreadsheetml.sheet": ("xlsx", ZIP),
    "application/vnd.oasis.opendocument.text": ("odt", ZIP),
    "image/png": ("png", b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": ("jpg", b"\xff\xd8\xff"),
}
TEXTS: Mapping[str, str] = {
    "text/plain": "txt",
    "text/markdown": "md",
    "text/html": "html",
    "text/csv": "csv",
    "application/json": "json",
}
"""Texts are UTF-8."""


def check_content(content: bytes, media_type: str) -> None:
    """Raise `RuleBroken` unless the bytes may be issued as `media_type`."""
    if not content:
        raise RuleBroken(_("The file is empty."), field="content")
    if len(content) > LARGEST:
        raise RuleBroken(_("The file is larger than 10 MB."), field="content")
    if media_type not in SIGNATURES and media_type not in TEXTS:
        raise RuleBroken(
            _("Files of this kind are not issued here: use PDF, DOCX, XLSX, ODT, PNG, JPEG or plain text."),
            field="content",
        )
    if not _is_what_it_says(content, media_type):
        raise RuleBroken(_("The content of the file is not of the kind it claims to be."), field="content")


def extension(media_type: str) -> str:
    """How the name of a downloaded file ends."""
    return SIGNATURES[media_type][0] if media_type in SIGNATURES else TEXTS.get(media_type, "bin")


def _is_what_it_says(content: bytes, media_type: str) -> bool:
    if media_type in SIGNATURES:
        return content.startswith(SIGNATURES[media_type][1])
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False
