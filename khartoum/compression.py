"""Pages are compressed on the way out; data, files and what carries a strong ETag go as they are."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressPages(GZipMiddleware):
    """HTML only. Django pads each answer at random, so that its length tells nothing of the secrets in it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The page, compressed where the browser takes it."""
        if not response.get("Content-Type", "").startswith("text/html") or response.has_header("ETag"):
            return response
        return super().process_response(request, response)
