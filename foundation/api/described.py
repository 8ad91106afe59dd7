"""Describes every field of an answer: in its own words, those of its column or those of the house."""

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


def described(name: str, field: Any, serializer: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of one field with a description and its unit, each where it is missing."""
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
