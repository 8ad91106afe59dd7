"""One error shape: rules of the domain become 400, 403, 404 or 409 with a code and a sentence, a database away 503."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import exception_handler as standardized
from drf_standardized_errors.types import ExceptionHandlerContext
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response

from foundation.errors import DomainError
from foundation.outage import RETRY_AFTER, Trouble, let_go, trouble_of

WHOLE = "non_field_errors"


class RefusedByRule(APIException):
    """A domain error on its way out."""

    def __init__(self, error: DomainError) -> None:
        self.status_code = error.status
        super().__init__(str(error.sentence), code=error.code)


class InBody(ValidationError):
    """What is wrong stands in the body: each place is told as a JSON pointer too."""


class Formatter(ExceptionFormatter):
    """The library's shape, with a JSON pointer (null where the body is not at fault), and what stands now (412)."""

    def run(self) -> dict[str, Any]:
        """The answer."""
        in_body, told_already = isinstance(self.exc, InBody), getattr(self.exc, "told", None)
        errors = told_already or list(_told(self.exc.detail, (), in_body=in_body))
        told = {"type": str(self.get_error_type()), "errors": errors}
        current = getattr(self.exc, "current", None)
        return told if current is None else {**told, "current": orjson.Fragment(current)}


def told_as(code: str, detail: str, pointer: str) -> dict[str, str]:
    """One thing that is wrong in a body, at its pointer."""
    path = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return {"code": code, "detail": detail, "attr": ".".join(path), "pointer": pointer}


def _told(detail: Any, path: tuple[str, ...], *, in_body: bool) -> Iterator[dict[str, str | None]]:
    if isinstance(detail, ErrorDetail):
        pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path if part != WHOLE)
        attr = ".".join(path) or None
        yield {"code": detail.code, "detail": str(detail), "attr": attr, "pointer": pointer if in_body else None}
        return
    below = detail.items() if isinstance(detail, Mapping) else enumerate(detail)
    for name, inner in below:
        is_named = isinstance(detail, Mapping) or not isinstance(inner, ErrorDetail)
        yield from _told(inner, (*path, str(name)) if is_named else path, in_body=in_body)


class Unavailable(APIException):
    """The database does not answer, or crossed changes came to light only when they were committed."""

    def __init__(self, trouble: Trouble) -> None:
        self.status_code = trouble.status
        if trouble.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.wait = RETRY_AFTER
        super().__init__(str(trouble.sentence), code=trouble.code)


def exception_handler(error: Exception, context: ExceptionHandlerContext) -> Response | None:
    """Turn a rule of the house into the API's error shape; everything else as the library does."""
    if isinstance(error, DomainError):
        if error.status == ValidationError.status_code:
            error_out: Exception = ValidationError({error.field or WHOLE: [str(error.sentence)]}, code=error.code)
        else:
            error_out = RefusedByRule(error)
        return standardized(error_out, context)
    request = context["request"]
    trouble = trouble_of(error, method=str(request.method) if request else "GET")
    if trouble is not None:
        let_go()
        return standardized(Unavailable(trouble), context)
    answer = standardized(error, context)
    if answer is not None:
        for name, value in getattr(error, "headers", {}).items():
            answer.headers[name] = value
    return answer
