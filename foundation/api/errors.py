"""One error shape: rules of the domain become 400, 403, 404 or 409 with a code and a sentence, an outage 503."""

from drf_standardized_errors.handler import exception_handler as standardized
from drf_standardized_errors.types import ExceptionHandlerContext
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from foundation.errors import DomainError
from foundation.outage import LOOKED_AFTER, RETRY_AFTER, is_outage, let_go


class RefusedByRule(APIException):
    """A domain error on its way out."""

    def __init__(self, error: DomainError) -> None:
        self.status_code = error.status
        super().__init__(str(error.sentence), code=error.code)


class Unavailable(APIException):
    """The database is away."""

    status_code = 503
    wait = RETRY_AFTER

    def __init__(self) -> None:
        super().__init__(str(LOOKED_AFTER), code="unavailable")


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
    if is_outage(error):
        let_go()
        return standardized(Unavailable(), context)
    return standardized(error, context)
