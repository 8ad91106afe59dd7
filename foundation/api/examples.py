"""Gives every field, parameter and refusal of the description an example: the one that is known, or one of its form."""

import re
from collections.abc import Iterator, Mapping
from hashlib import md5
from typing import Any
from uuid import UUID

Schema = dict[str, Any]
COMPONENTS = "#/components/schemas/"
AROUND = re.compile(r"^(Listed|Patched)+|(OfText|Ref|Sent|WithSecret)$")
"""What the name of a component says besides what it is of."""
FORMS: Schema = {
    "date-time": "2026-03-31T15:00:00Z",
    "date": "2026-03-31",
    "decimal": "1250.00",
    "uri": "https://khartoum.example/api/v1/",
    "boolean": True,
}
"""By form, where it tells enough."""
SEVERAL = {"fields": 2}
"""Parameters that take names: how many are shown, where not all."""


def exemplify(api: Schema, known: Mapping[str, Any], refusals: Mapping[str, Any]) -> None:
    """Write them into the description. `known`: by `Component.field` or by name, of parameters with `?` before it."""
    components = api["components"]["schemas"]
    shown = _Shown(known, components)
    for name, component in components.items():
        shown.fields(name, component)
    for address, operation in _operations(api["paths"]):
        for parameter in operation.get("parameters", ()):
            shown.parameter(parameter)
        _name_refusals(operation["responses"], refusals)
        _link_pages(address, operation["responses"], components)
    for _name, operation in _operations(api.get("webhooks", {})):
        for parameter in operation["parameters"]:
            shown.parameter(parameter)
        for body in operation["requestBody"]["content"].values():
            shown.fields("WebhookCall", body["schema"])
    api["components"]["examples"] = {f"Refused{status}": {"value": told} for status, told in refusals.items()}


class _Shown:
    """Finds the example of a field or a parameter."""

    def __init__(self, known: Mapping[str, Any], components: Schema) -> None:
        self.known, self.components = known, components

    def fields(self, owner: str, schema: Schema) -> None:
        """Of everything that an object is described to have, in one piece or part by part."""
        for name, field in schema.get("properties", {}).items():
            inside = field.get("items", field)
            if "properties" in inside:
                self.fields(owner, inside)
            elif not {"example", "examples"} & set(field) and not self._of_objects(inside):
                example = self._known(owner, name)
                _put(field, self._of_form(name, owner, field) if example is None else example)

    def parameter(self, told: Schema) -> None:
        """In the schema: beside it, the page for trying out would fill it in for everybody."""
        name, schema = told["name"], told["schema"]
        choices = schema.get("items", {}).get("enum")
        example = self.known.get(f"?{name}")
        if choices:
            _put(schema, choices[: SEVERAL.get(name)])
        elif example is None or ("enum" in schema and example not in schema["enum"]):
            _put(schema, self._of_form(name, "", schema))
        else:
            _put(schema, example)

    def _known(self, owner: str, name: str) -> Any:
        places = (f"{owner}.{name}", f"{AROUND.sub('', owner)}.{name}", name)
        return next((self.known[place] for place in places if place in self.known), None)

    def _of_objects(self, schema: Schema) -> bool:
        """Whether the example is that of the component's own fields."""
        return any("properties" in one for one in self._named(schema))

    def _of_form(self, name: str, owner: str, schema: Schema) -> Any:
        if schema.get("type") == "array":
            inside = self._of_form(name, owner, schema["items"])
            return None if inside is None else [inside]
        for one in (schema, *self._named(schema)):
            if "enum" in one:
                return one["enum"][0]
        kinds = schema.get("type", "")
        form = schema.get("format") or (kinds if isinstance(kinds, str) else kinds[0])
        return _identity(AROUND.sub("", owner) if name == "uuid" else name) if form == "uuid" else FORMS.get(form)

    def _named(self, schema: Schema) -> Iterator[Schema]:
        """The components that the schema refers to."""
        for one in (schema, *schema.get("allOf", ()), *schema.get("oneOf", ())):
            if "$ref" in one:
                yield self.components[one["$ref"].removeprefix(COMPONENTS)]


def _identity(of: str) -> str:
    """The same uuid wherever an object of this name is meant: what is referred to is what stands in its own list."""
    named = of.replace("_", "").lower()
    return str(UUID(bytes=md5(named.encode(), usedforsecurity=False).digest(), version=4))


def _put(schema: Schema, example: Any) -> None:
    if example is not None:
        schema["examples"] = [example]


def _operations(paths: Schema) -> Iterator[tuple[str, Schema]]:
    return ((address, operation) for address, each in paths.items() for operation in each.values())


def _name_refusals(responses: Schema, refusals: Mapping[str, Any]) -> None:
    for status in set(responses) & set(refusals):
        for body in responses[status]["content"].values():
            body["examples"] = {"refused": {"$ref": f"#/components/examples/Refused{status}"}}


def _link_pages(address: str, responses: Schema, components: Schema) -> None:
    """A page leads on in its own list."""
    named = responses.get("200", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    page = components.get(named.removeprefix(COMPONENTS), {}).get("properties", {})
    for link in {"next", "previous"} & set(page if "results" in page else ()):
        page[link]["examples"] = [f"https://khartoum.example{address}?cursor=WyIyMDI2LTAzLTMxIiwgNDJd%3A1vYh2k%3AQp7d"]
