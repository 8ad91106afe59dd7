"""Bodies of many rows: kept on disk while they stream in, never in memory; what is too long or cut off is refused."""

from collections.abc import Iterator, Mapping
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from foundation.api.parsers import CutOff, TooLarge, announced, pieces
from foundation.api.renderers import encode
from foundation.wording import localnumber

NDJSON = "application/x-ndjson"
MEGABYTE = 1_048_576
MOST_MEGABYTES, MOST_OF_A_LIST = 32, 1
PATIENCE = 1_024
"""Pieces that are read of what is refused already."""


class Ndjson(BaseParser):
    """Rows as newline-delimited JSON: a file to be read line by line."""

    media_type = NDJSON

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 -- DRF's signature
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The body, as a file. Raises `TooLarge` or `CutOff`."""
        told = _("One call takes %(most)s MB at most. Send the rows in several calls.")
        return _on_disk(stream, announced(parser_context), most=MOST_MEGABYTES, told=told)


class ListOfRows(BaseParser):
    """A few rows as one JSON list: the same file."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 -- DRF's signature
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """A file of the rows, one a line. Raises `TooLarge`, `CutOff` or `ParseError`."""
        told = _("A JSON list takes %(most)s MB at most. Send more rows as application/x-ndjson, one on each line.")
        with _on_disk(stream, announced(parser_context), most=MOST_OF_A_LIST, told=told) as body:
            rows = _list_in(body.read())
        return _rewound(orjson.dumps(row) + b"\n" for row in rows)


class NdjsonAnswer(BaseRenderer):
    """Names the form of an answer that the view writes itself."""

    media_type, format, charset = NDJSON, "ndjson", None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        """Nothing comes this way but what was refused."""
        return encode(data)


def _on_disk(stream: IO[bytes], length: int | None, *, most: int, told: str) -> IO[bytes]:
    bytes_at_most = most * MEGABYTE
    too_large = TooLarge(told % {"most": localnumber(most)})
    body = TemporaryFile()  # noqa: SIM115 -- it is gone when nobody holds it any more
    if length is not None and length > bytes_at_most:
        _let_run_out(stream)
        raise too_large
    for piece in pieces(stream):
        body.write(piece)
        if body.tell() > bytes_at_most:
            _let_run_out(stream)
            raise too_large
    if length is not None and body.tell() < length:
        raise CutOff
    body.seek(0)
    return body


def _let_run_out(stream: IO[bytes]) -> None:
    """Read on for a while: who is cut off while sending does not read why."""
    for _piece in islice(pieces(stream), PATIENCE):
        pass


def _list_in(content: bytes) -> list[Any]:
    try:
        rows = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise ParseError(_("This is not JSON in UTF-8.")) from None
    if not isinstance(rows, list):
        raise ParseError(_("Send a list of rows, or rows as application/x-ndjson, one on each line."))
    return rows


def _rewound(pieces: Iterator[bytes]) -> IO[bytes]:
    kept = TemporaryFile()  # noqa: SIM115 -- as above
    kept.writelines(pieces)
    kept.seek(0)
    return kept
