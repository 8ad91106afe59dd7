"""Reads what is sent to the API: JSON of a size and a depth that can be held."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser


class TooLarge(APIException):
    """More than a request may hold (413)."""

    status_code = 413
    default_code = "too_large"
    default_detail = _("This is more than one request may hold. Send it in several.")


class ShallowJSONParser(JSONParser):
    """JSON nested deeper than Python reads is no JSON of ours (400); more than a page may send is refused unread."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The values of the body."""
        request = (parser_context or {}).get("request")
        if request is not None and int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError from error
