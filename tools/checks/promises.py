"""What v1 of the API has promised, one promise a line: later descriptions may add lines and take none away.

A partner's program that keeps to these lines goes on working. `make schema` adds what is new to the file.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.places import ROOT

Schema = dict[str, Any]
DESCRIPTION = ROOT / "docs" / "openapi.yaml"
KEPT = ROOT / "docs" / "api-v1-promises.txt"


def described(kept: Path = DESCRIPTION) -> Schema:
    """What the API says of itself, as it is kept; read by the parser in C, which takes a tenth of the time."""
    return yaml.load(kept.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def promises(api: Schema) -> list[str]:
    """Everything a program may rely on, in the order of the alphabet."""
    found = set(_of_paths(api["paths"]))
    components = api["components"]["schemas"]
    for name, schema in components.items():
        found.update(_of_component(name, schema))
    for name in _sent(api["paths"]):
        needed = [field for field in components[name].get("required", ()) if _is_sent(components[name], field)]
        found.add(f"{name} is sent with {' '.join(sorted(needed)) or 'nothing in particular'}")
    return sorted(found)


def broken(kept: Iterable[str], api: Schema) -> list[str]:
    """The promises that no longer hold."""
    now = set(promises(api))
    return [line for line in kept if line not in now]


def main() -> str | None:
    """Compare the description that is kept with what was promised."""
    api = described()
    gone = broken(KEPT.read_text(encoding="utf-8").splitlines(), api)
    if gone:
        return "\n".join(["Within v1 the API only grows; these promises are broken:", *gone])
    new = sorted(set(promises(api)) - set(KEPT.read_text(encoding="utf-8").splitlines()))
    return "docs/api-v1-promises.txt lacks what is new; run make schema" if new else None


def add(api: Schema) -> None:
    """Write down what is new beside what was promised before."""
    before = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    KEPT.write_text("\n".join(sorted({*before, *promises(api)})) + "\n", encoding="utf-8")


def _of_paths(paths: Schema) -> Iterator[str]:
    for address, operations in paths.items():
        for method, operation in operations.items():
            asked = f"{method.upper()} {address}"
            given = operation.get("parameters", [])
            needed = sorted(one["name"] for one in given if one.get("required") and one["in"] != "path")
            yield f"{asked} needs {' '.join(needed) or 'nothing'}"
            for one in given:
                named = f"{asked} takes {one['in']} {one['name']}"
                yield f"{named}: {_kind(one['schema'])}"
                choices = one["schema"].get("enum") or one["schema"].get("items", {}).get("enum", ())
                yield from (f"{named} = {choice}" for choice in choices)
            yield from _of_bodies(asked, operation)


def _sent(paths: Schema) -> set[str]:
    """The components that are sent to an address."""
    operations = (operation for each in paths.values() for operation in each.values())
    bodies = (body for one in operations for body in one.get("requestBody", {}).get("content", {}).values())
    return {_kind(body["schema"]) for body in bodies if "$ref" in body.get("schema", {})}


def _is_sent(component: Schema, field: str) -> bool:
    return not component["properties"][field].get("readOnly", False)


def _of_bodies(asked: str, operation: Schema) -> Iterator[str]:
    for media, body in operation.get("requestBody", {}).get("content", {}).items():
        yield f"{asked} reads {media}: {_kind(body.get('schema', {}))}"
    for status, answer in operation["responses"].items():
        for media, body in answer.get("content", {}).items():
            yield f"{asked} answers {status} {media}: {_kind(body.get('schema', {}))}"


def _of_component(name: str, schema: Schema) -> Iterator[str]:
    yield from (f"{name} may be {value}" for value in schema.get("enum", ()))
    for field, told in schema.get("properties", {}).items():
        yield f"{name}.{field}: {_kind(told)}"
        if field in schema.get("required", ()):
            yield f"{name}.{field} is always there"


def _kind(schema: Schema) -> str:
    """The form of a value in one word: a type, a component, or a list of one."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            return "|".join(_kind(one) for one in schema[several])
    kinds = schema.get("type", "any")
    kind = kinds if isinstance(kinds, str) else "|".join(kinds)
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return f"{kind} {schema['format']}" if isinstance(schema.get("format"), str) else kind


if __name__ == "__main__":
    sys.exit(main())
