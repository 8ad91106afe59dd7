"""How a file leaves the house: to be kept, never to be shown in the place of a page (RFC 6266, RFC 8187)."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from foundation.uploads import TEXTS


def as_download(content: bytes, *, media_type: str, file_name: str) -> HttpResponse:
    """The bytes as a download that no browser runs, whatever they hold."""
    charset = "; charset=utf-8" if media_type in TEXTS else ""
    response = HttpResponse(content, content_type=f"{media_type}{charset}")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
