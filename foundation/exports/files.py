"""How a file is handed out: its name in any script, never as a page of the site, never kept where it is a draft."""

import unicodedata
from urllib.parse import quote

from django.http import HttpResponse

from foundation.exports.text import inert_line
from foundation.uploads import TEXTS

FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|;%', "-"))
LONGEST_NAME = 120
"""Characters before the ending: 255 bytes of a file system hold them in Arabic script too, at two bytes each."""
SANDBOX = "default-src 'none'; sandbox"


def attachment(content: bytes, *, name: str, media_type: str, kept: bool = False) -> HttpResponse:
    """A download (RFC 6266). `kept`: the reader's browser may keep it, asking again each time; a draft never."""
    charset = "; charset=utf-8" if media_type in TEXTS else ""
    response = HttpResponse(content, content_type=f"{media_type}{charset}")
    response["Content-Disposition"] = disposition(name)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache" if kept else "private, no-store"
    return response


def disposition(name: str) -> str:
    """The header: a name in ASCII for whoever knows no other, and the true one (RFC 8187)."""
    true = file_name(name)
    plain = unicodedata.normalize("NFKD", true).encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rpartition(".")
    tidied = " ".join(stem.split()).strip(" .-_")
    if not tidied or plain != true:
        plain = f"{tidied or 'file'}{dot}{ending}"
    header = f'attachment; filename="{plain}"'
    return header if plain == true else f"{header}; filename*=UTF-8''{quote(true, safe='')}"


def file_name(name: str) -> str:
    """The name without what a file system, a header or a reader of Arabic could be misled by."""
    plain = inert_line(name).translate(FORBIDDEN).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:LONGEST_NAME].rstrip(' .')}{dot}{ending}" if stem else ending
