"""Requests are read as UTF-8, whatever character set they claim: some names that Python knows are no character sets."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
REFUSED = "iso-8859-1"
"""Stands for every character set that is not ours; Django decodes the address with what is claimed, before any view."""
BODILESS = {"GET", "HEAD", "OPTIONS"}


def with_known_charset(environ: dict[str, Any]) -> dict[str, Any]:
    """The same request, claiming UTF-8 (by saying nothing) or the one set that is refused."""
    kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    claimed = parameters.pop("charset", None)
    if claimed is None:
        return environ
    if claimed.lower() not in {"utf-8", "utf8", "us-ascii"}:
        parameters["charset"] = REFUSED
    said = "".join(f'; {name}="{value}"' for name, value in parameters.items())
    return {**environ, "CONTENT_TYPE": f"{kind}{said}"}


def known_charsets(application: Application) -> Application:
    """The application behind `with_known_charset`."""
    return lambda environ, start_response: application(with_known_charset(environ), start_response)


class Utf8Middleware:
    """Refuses what was sent in another character set (400); an address is UTF-8 in any case."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the request read as UTF-8."""
        if request.encoding == REFUSED:
            if request.method not in BODILESS:
                raise BadRequest("What is sent here is UTF-8.")
            request.encoding = "utf-8"
        return self.get_response(request)
