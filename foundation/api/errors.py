"""One error shape: rules of the domain become 400, 403, 404 or 409 with a code and a sentence, a database away 503."""

from http import HTTPStatus

from drf_standardized_errors.handler import exception_handler as standardized
from drf_standardized_errors.types import ExceptionHandlerContext
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from foundation.errors import DomainError
from foundation.outage import RETRY_AFTER, Trouble, let_go, trouble_of


class RefusedByRule(APIException):
    """A domain error on its way out."""

    def __init__(self, error: DomainError) -> None:
        self.status_code = error.status
        super().__init__(str(error.sentence), code=error.code)


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
            error_out: Exception = ValidationError(
                {error.field or "non_field_errors": [str(error.sentence)]}, code=error.code
            )
        else:
            error_out = RefusedByRule(error)
        return standardized(error_out, context)
    request = context["request"]
    trouble = trouble_of(error, method=str(request.method) if request else "GET")
    if trouble is not None:
        let_go()
        return standardized(Unavailable(trouble), context)
    return standardized(error, context)
