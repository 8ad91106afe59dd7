"""`If-Match`: whoever changes a row says which version of it they saw (RFC 9110 section 13.1.1, RFC 6585)."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from foundation.errors import StaleVersion

TAG = re.compile(r'(?:W/)?"(\d{1,10})(?:\.[^"]*)?"')
"""Only the version counts; proxies that compress mark tags as weak."""


class Unconditional(APIException):
    """A change of what nobody says to have seen (428)."""

    status_code = 428
    default_code = "precondition_required"
    default_detail = _("Read this first, and send the ETag of what you read as If-Match.")


class Stale(APIException):
    """Somebody else was faster (412): the answer holds what stands now, as its reader would read it."""

    status_code = 412
    default_code = StaleVersion.code
    default_detail = _("This was changed in the meantime. What stands now is in “current”: change that.")

    def __init__(self, current: str, headers: dict[str, str]) -> None:
        self.current, self.headers = current, headers
        super().__init__()


def versions_seen(request: Request) -> frozenset[int]:
    """The versions that `If-Match` names. Raises `Unconditional` where it names none; `*` has seen nothing."""
    named = frozenset(int(version) for version in TAG.findall(request.headers.get("If-Match", "")))
    if not named:
        raise Unconditional
    return named


def version_of(row: Any, seen: frozenset[int]) -> int:
    """The row's version, if it is one of those seen; the service asks again once it holds the row."""
    if row.version not in seen:
        raise StaleVersion
    return int(row.version)
