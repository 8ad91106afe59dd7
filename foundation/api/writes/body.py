"""What may be sent: the declared fields and nothing else; each refusal names its place as a JSON pointer (RFC 6901)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from foundation.api.errors import InBody
from foundation.errors import RuleBroken

UNKNOWN = _("This field is not known here.")


class Sent(serializers.Serializer[Any]):
    """The body of a request. A subclass declares its fields; this one takes none."""

    takes_nothing_else = True
    """Told by the description: `additionalProperties: false`."""

    def to_internal_value(self, data: Any) -> Any:
        """The values. Raises `ValidationError` for a field that was not declared, and for a number where words stand.

        Nothing is left out in silence, and nothing is read as what it is not.
        """
        if isinstance(data, Mapping):
            unknown = {
                _writable(name): [ErrorDetail(str(UNKNOWN), "unknown")] for name in data if name not in self.fields
            }
            untyped = {
                name: [ErrorDetail(str(self.fields[name].error_messages["invalid"]), "invalid")]
                for name, value in data.items()
                if name in self.fields and _is_a_number_for_words(self.fields[name], value)
            }
            if unknown or untyped:
                raise ValidationError(unknown | untyped)
        return super().to_internal_value(data)


def values_of(request: Request, sent: type[Sent]) -> dict[str, Any]:
    """The values of the body. Raises `InBody`."""
    asked = sent(data=request.data, context={"request": request})
    try:
        asked.is_valid(raise_exception=True)
    except ValidationError as error:
        raise InBody(error.detail) from error
    values: dict[str, Any] = asked.validated_data
    return values


def placed(error: RuleBroken, sent: type[Sent]) -> Exception:
    """A rule that a field of the body broke, at its place; any other rule as it is."""
    if error.field is None or error.field not in sent().fields:
        return error
    return InBody({error.field: [ErrorDetail(str(error.sentence), error.code)]})


def _is_a_number_for_words(field: Any, value: Any) -> bool:
    """The library would write it out, or make a uuid of it."""
    return isinstance(field, serializers.CharField | serializers.UUIDField) and isinstance(value, int | float)


def _writable(name: Any) -> str:
    """A name that JSON can hold again."""
    return str(name).encode("utf-8", "replace").decode()
