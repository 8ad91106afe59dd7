"""JSON written by orjson: UTC moments with their offset, uuids as text, decimals as text."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer


def encode(value: Any) -> bytes:
    """`value` as UTF-8 JSON. Raises `TypeError` for what JSON cannot hold."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_UTC_Z)


def _plain(value: Any) -> Any:
    if isinstance(value, Promise | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "__iter__"):
        return list(value)
    raise TypeError(type(value).__name__)


class Table(BaseRenderer):
    """A whole list as a table: the view writes it, this names it. What was refused is said in JSON."""

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        """Nothing comes this way but what was refused."""
        return encode(data)


class Csv(Table):
    """Comma-separated values."""

    media_type, format, charset = "text/csv", "csv", "utf-8"


class Xlsx(Table):
    """A workbook."""

    media_type, format = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
    charset, render_style = None, "binary"


class OrjsonRenderer(BaseRenderer):
    """The default renderer of the API."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002 -- DRF's signature
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002 -- DRF's signature
    ) -> bytes:
        """The body; empty for an empty answer."""
        return b"" if data is None else encode(data)
