"""Everything that the description of the API tells of has words and an example that its own schema takes."""

import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from foundation.api.examples import AROUND, exemplify
from khartoum.told.examples import KNOWN
from tools.checks.promises import described

API = described()
COMPONENTS = API["components"]["schemas"]
SAYS_NOTHING = ("string", "text", "", "example", 0)


def components_in(schema):
    for one in (schema, *schema.get("allOf", ()), *schema.get("oneOf", ())):
        if "$ref" in one:
            yield COMPONENTS[one["$ref"].rpartition("/")[2]]


def fields(owner, schema):
    """Every field that is filled with a value of its own, however deep it stands."""
    for name, field in schema.get("properties", {}).items():
        inside = field.get("items", field)
        if "properties" in inside:
            yield from fields(f"{owner}.{name}", inside)
        yield f"{owner}.{name}", field, any("properties" in one for one in components_in(inside)) or inside


def operations():
    for each in API["paths"], API["webhooks"]:
        for address, by_method in each.items():
            yield from ((f"{method} {address}", operation) for method, operation in by_method.items())


def bodies():
    yield from COMPONENTS.items()
    for named, operation in operations():
        for body in operation.get("requestBody", {}).get("content", {}).values():
            yield f"body of {named}", body["schema"]


FIELDS = [one for owner, schema in bodies() for one in fields(owner, schema)]
PARAMETERS = [
    (f"{named} {one['name']}", one) for named, operation in operations() for one in operation.get("parameters", ())
]


def of(schema):
    return [*schema.get("examples", ()), *([schema["example"]] if "example" in schema else ())]


def refused_by(schema, value):
    whole = {**schema, "components": API["components"]}
    return [error.message for error in Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)]


def without(pairs):
    return [named for named, schema in pairs if not [one for one in of(schema) if one not in SAYS_NOTHING]]


VALUES = [
    (named, field) for named, field, inside in FIELDS if inside is not True and "properties" not in inside
]  # the others are made of fields of their own


def test_every_field_and_every_parameter_has_words():
    silent = [named for named, field, _inside in FIELDS if not field.get("description")]

    assert silent + [named for named, one in PARAMETERS if not one.get("description")] == []


def test_every_field_has_an_example_that_says_something():
    assert without(VALUES) == []


def test_every_parameter_has_an_example_beside_what_it_may_be():
    assert without([(named, one["schema"]) for named, one in PARAMETERS]) == []


def test_every_example_is_what_its_own_schema_takes():
    shown = [*VALUES, *((named, one["schema"]) for named, one in PARAMETERS)]

    wrong = {named: refused_by(schema, value) for named, schema in shown for value in of(schema)}

    assert {named: why for named, why in wrong.items() if why} == {}


def test_every_refusal_has_words_and_shows_what_it_looks_like():
    refusals = [
        (f"{named} {status}", answer)
        for named, operation in operations()
        for status, answer in operation["responses"].items()
        if status.isdigit() and int(status) >= 400
    ]

    bare = [
        named
        for named, answer in refusals
        if not answer["description"] or any("examples" not in body for body in answer["content"].values())
    ]

    assert bare == []


def test_a_refusal_looks_like_every_refusal():
    shown = API["components"]["examples"]

    wrong = {named: refused_by(COMPONENTS["ErrorAnswer"], one["value"]) for named, one in shown.items()}

    assert wrong == {named: [] for named in shown}


def test_no_example_is_kept_for_what_is_not_told_any_more():
    known = json.loads(KNOWN.read_text(encoding="utf-8"))["fields"]
    told = {f"?{one['name']}" for _named, one in PARAMETERS} | {one["name"] for _named, one in PARAMETERS}
    for named, _field, _inside in FIELDS:
        owner, _dot, name = named.rpartition(".")
        told |= {named, f"{AROUND.sub('', owner)}.{name}", name, f"WebhookCall.{name}"}

    assert sorted(set(known) - told) == []


@pytest.mark.parametrize(
    ("field", "example"),
    [
        ({"type": "string", "format": "date"}, "2026-03-31"),
        ({"type": "array", "items": {"type": "string", "enum": ["en", "fr"]}}, ["en"]),
        ({"type": ["string", "null"]}, "CAP"),
    ],
)
def test_what_is_known_comes_before_what_follows_from_the_form(field, example):
    api = {"paths": {}, "components": {"schemas": {"ListedPlan": {"properties": {"code": field}}}}}

    exemplify(api, {"Plan.code": "CAP"} if example == "CAP" else {}, {})

    assert field["examples"] == [example]


def test_what_nobody_knows_is_left_without():
    field = {"type": "string"}

    exemplify({"paths": {}, "components": {"schemas": {"Plan": {"properties": {"code": field}}}}}, {}, {})

    assert field == {"type": "string"}
