"""The description of the API only grows within v1, and leaves no field, parameter or refusal without words."""

from copy import deepcopy

import pytest

from tools.checks.promises import KEPT, broken, described, promises

TOLD_ELSEWHERE = {"$ref", "allOf", "oneOf", "anyOf", "enum"}


@pytest.fixture(scope="module")
def api():
    return described()


def fields(api):
    for name, component in api["components"]["schemas"].items():
        yield from ((f"{name}.{field}", told) for field, told in component.get("properties", {}).items())


def operations(api):
    for address, each in api["paths"].items():
        yield from ((f"{method} {address}", operation) for method, operation in each.items())


def parameters(api):
    for asked, operation in operations(api):
        yield from ((f"{asked} {one['name']}", one) for one in operation.get("parameters", ()))


def test_description_is_of_openapi_3_1(api):
    assert api["openapi"].startswith("3.1.")


def test_every_field_is_described(api):
    assert [name for name, told in fields(api) if not told.get("description")] == []


def test_every_plain_value_has_an_example(api):
    plain = ((name, told) for name, told in fields(api) if not TOLD_ELSEWHERE & set(told))
    values = ((name, told) for name, told in plain if not {"object", "array"} & set(kinds(told)))

    assert [name for name, told in values if "examples" not in told and "example" not in told] == []


def kinds(told):
    return [told["type"]] if isinstance(told.get("type"), str) else told.get("type", [])


def test_every_moment_day_and_decimal_says_its_unit(api):
    words = {"date-time": "UTC", "date": "ISO 8601", "decimal": "decimal number"}
    found = ((name, words.get(told.get("format", "")), told["description"]) for name, told in fields(api))

    assert [name for name, word, said in found if word and word not in said] == []


def test_every_parameter_is_described(api):
    assert [name for name, told in parameters(api) if not told.get("description")] == []


def test_every_operation_lists_its_refusals(api):
    always = {"304", "400", "401", "406", "503"}

    found = [(asked, operation) for asked, operation in operations(api) if asked.startswith("get ")]
    assert [asked for asked, operation in found if not always <= set(operation["responses"])] == []
    details = [(asked, operation) for asked, operation in found if "{" in asked]
    assert [asked for asked, operation in details if "404" not in operation["responses"]] == []


def test_what_was_promised_still_holds(api):
    kept = KEPT.read_text(encoding="utf-8").splitlines()

    assert broken(kept, api) == []
    assert sorted(set(promises(api)) - set(kept)) == []


def without_a_path(api):
    del api["paths"]["/api/v1/activities/"]


def without_a_field(api):
    del api["components"]["schemas"]["Activity"]["properties"]["title"]


def with_another_type(api):
    api["components"]["schemas"]["Activity"]["properties"]["code"]["type"] = "integer"


def with_a_field_that_may_be_missing(api):
    api["components"]["schemas"]["Activity"]["required"].remove("title")


def with_one_choice_less(api):
    api["components"]["schemas"]["ActivityStateEnum"]["enum"].remove("planned")


def with_one_order_less(api):
    (ordering,) = (one for one in api["paths"]["/api/v1/milestones/"]["get"]["parameters"] if one["name"] == "ordering")
    ordering["schema"]["enum"].remove("due_on")


def with_a_parameter_that_is_needed(api):
    api["paths"]["/api/v1/activities/"]["get"]["parameters"][0]["required"] = True


@pytest.mark.parametrize(
    "change",
    [
        without_a_path,
        without_a_field,
        with_another_type,
        with_a_field_that_may_be_missing,
        with_one_choice_less,
        with_one_order_less,
        with_a_parameter_that_is_needed,
    ],
)
def test_change_that_breaks_a_program_is_refused(change, api):
    changed = deepcopy(api)
    change(changed)

    assert broken(promises(api), changed) != []


def test_what_is_added_breaks_nothing(api):
    changed = deepcopy(api)
    changed["components"]["schemas"]["Activity"]["properties"]["new"] = {"type": "string"}
    changed["paths"]["/api/v1/new/"] = {"get": {"responses": {}}}

    assert broken(promises(api), changed) == []
