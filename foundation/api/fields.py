"""Serializer fields of the house: texts in three languages, uuids of related rows."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.localized import LANGUAGES, pick, texts

TEXTS = {
    "oneOf": [
        {
            "type": "object",
            "properties": {code: {"type": "string"} for code in LANGUAGES},
            "required": list(LANGUAGES),
        },
        {"type": "string"},
    ],
    "description": "A text in three languages; one string when a language is asked for.",
}


@extend_schema_field(TEXTS)
class TextsField(serializers.Field):
    """`{"en": .., "fr": .., "ar": ..}`, or one string with `?language=`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, value: models.Model) -> dict[str, str] | str:
        """The three texts, or the one in the language asked for, with fallback."""
        all_three = texts(value, str(self.field_name))
        language = _language(self.context)
        return all_three if language is None else pick(all_three, language)


def _language(context: Mapping[str, Any]) -> str | None:
    request = context.get("request")
    language = request.query_params.get("language") if request is not None else None
    return language if language in LANGUAGES else None


def uuid_of(
    source: str | None = None, *, allow_null: bool = False, help_text: str | None = None
) -> "serializers.SlugRelatedField[Any]":
    """A related row by its public identity; `allow_null` where there need not be one."""
    return serializers.SlugRelatedField(
        slug_field="uuid", read_only=True, source=source, allow_null=allow_null, help_text=help_text
    )
