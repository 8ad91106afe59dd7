"""What bytes may be issued: known kinds of file, whole and harmless, that are what they claim to be."""

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.uploads import KINDS, LARGEST
from foundation.uploads.examination import EMPTY, TOO_LARGE
from foundation.uploads.examination import check_content as check_kind


def check_content(content: bytes, media_type: str) -> None:
    """Raise `RuleBroken` unless the bytes may be issued as `media_type`."""
    if not content:
        raise RuleBroken(EMPTY, field="content")
    if len(content) > LARGEST:
        raise RuleBroken(TOO_LARGE, field="content")
    if media_type not in KINDS:
        raise RuleBroken(
            _("Files of this kind are not issued here: use PDF, DOCX, XLSX, ODT, PNG, JPEG or plain text."),
            field="content",
        )
    check_kind(content, KINDS[media_type])


def extension(media_type: str) -> str:
    """How the name of a downloaded file ends."""
    return KINDS[media_type].extension if media_type in KINDS else "bin"
