"""Describes every field of an answer: in its own words, those of its column or those of the house, with an example."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst

from foundation.localized import LocalizedText

ALWAYS = {
    "uuid": "The public identity of the object, the same for ever.",
    "version": "Grows with each change of the object; what it names may change without it.",
}
"""Fields that mean the same everywhere."""
UNITS = {
    "date-time": "A moment in UTC (ISO 8601).",
    "date": "A day (ISO 8601) where it falls; no time zone belongs to it.",
    "decimal": "A decimal number, as text, so that no digit is lost.",
}
EXAMPLES: dict[str, Any] = {
    "uuid": "7f6f3b1e-0d3c-4f0e-9a53-5b1f3f6f2c11",
    "date-time": "2026-03-31T15:00:00Z",
    "date": "2026-03-31",
    "decimal": "1250.00",
    "uri": "https://khartoum.example/api/v1/",
    "integer": 3,
    "boolean": True,
    "number": 0.5,
    "string": "text",
}
NAMED_EXAMPLES: dict[str, Any] = {
    "code": "CAP-1.3",
    "objective": "CAP/CAP-1",
    "external_id": "A-17",
    "lead": "EG",
    "number": "3",
    "language": "fr",
    "currency": "EUR",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "media_type": "application/pdf",
    "time_zone": "Africa/Cairo",
    "due_zone": "Africa/Cairo",
    "closes_zone": "Africa/Cairo",
    "zone": "Africa/Cairo",
    "baseline_year": 2025,
    "iso3": "EGY",
    "eu_code": "EG",
}
"""By name, for texts and numbers whose form tells little."""


def described(name: str, field: Any, serializer: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of one field with a description, its unit and an example, each where it is missing."""
    told = dict(schema)
    if name in ALWAYS:
        told.setdefault("description", ALWAYS[name])
    words, said = _of_column(name, field, serializer), told.get("description", "")
    if words and not said:
        told["description"] = words
    elif words and said.startswith("*"):  # the list of its values
        told["description"] = f"{words}\n\n{said}"
    elif words and _label(name, serializer):
        told["description"] = f"{words} {said}"
    unit = UNITS.get(_form(told))
    if unit and "description" in told and unit not in told["description"]:
        told["description"] = f"{told['description']} {unit}"
    example = _example(name, told)
    if example is not None and "$ref" not in told and "example" not in told:
        told.setdefault("examples", [example])
    return told


def said_of(parameter: dict[str, Any]) -> str:
    """What a parameter without words of its own asks for."""
    name, schema = parameter["name"], parameter.get("schema", {})
    if parameter["in"] == "path":
        return "The public identity of the object." if _form(schema) == "uuid" else f"Which {name}."
    if name == "format":
        return "The form of the answer; JSON where nothing is said."
    what = name.replace("_", " ")
    return f"Only rows of this {what}, by its uuid." if _form(schema) == "uuid" else f"Only rows of this {what}."


def _of_column(name: str, field: Any, serializer: Any) -> str:
    """What the column or the relation behind the field is called, and what is said of it."""
    label = _label(name, serializer)
    if label:
        return f"{capfirst(label)}."
    model, found = getattr(getattr(serializer, "Meta", None), "model", None), None
    for step in getattr(field, "source_attrs", ()) or ():
        found = _relation_or_column(model, step) if model is not None else None
        if found is None:
            return ""
        model = found.related_model if found.is_relation else None
    return _words(found) if found is not None else ""


def _words(found: Any) -> str:
    if found.auto_created and not found.concrete:
        meta = found.related_model._meta
        name = meta.verbose_name if found.one_to_one else meta.verbose_name_plural
        return f"{capfirst(str(name))}."
    said = f"{capfirst(str(found.verbose_name))}."
    return f"{said} {found.help_text}" if found.help_text else said


def _label(name: str, serializer: Any) -> str | None:
    """The label of a text in three languages."""
    model = getattr(getattr(serializer, "Meta", None), "model", None)
    text = getattr(model, name, None) if model is not None else None
    return str(text.short_description) if isinstance(text, LocalizedText) else None


def _relation_or_column(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        relations = (one for one in model._meta.related_objects if one.get_accessor_name() == name)
        return next(relations, None)


def _form(schema: dict[str, Any]) -> str:
    form = schema.get("format", "")
    return form if isinstance(form, str) else ""


def _example(name: str, schema: dict[str, Any]) -> Any:
    """A value of the form that the schema asks for; none where the values are listed or described elsewhere."""
    if "enum" in schema or "oneOf" in schema or "allOf" in schema:
        return None
    kinds = schema.get("type", "")
    kind = kinds if isinstance(kinds, str) else next((one for one in kinds if one != "null"), "")
    if kind == "string" and not _form(schema) and name in NAMED_EXAMPLES:
        return NAMED_EXAMPLES[name]
    if kind == "integer" and isinstance(NAMED_EXAMPLES.get(name), int):
        return NAMED_EXAMPLES[name]
    return EXAMPLES.get(_form(schema)) or EXAMPLES.get(kind)
