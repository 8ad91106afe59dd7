"""Fills a real form in as a person would, then spoils it."""

from hypothesis import strategies as st

from tests.fuzz.pages import Form, Input
from tests.fuzz.values import DAYS, IDS, NUMBERS, TEXTS, hostile

Data = dict[str, list[str]]
COUNTS = ["", "abc", "-1", "1001", "5", "9" * 30, "\x00", "2"]
PLAIN = {
    "date": "2026-11-25",
    "datetime-local": "2026-11-25T12:00",
    "number": "3",
    "email": "somebody@example.org",
    "text": "Words",
    "textarea": "Words of a person.",
    "password": "walk-the-chain-2025",
}


def plain_value(one: Input, draw) -> list[str]:
    """What a person could put into an empty field."""
    if one.kind == "select":
        return [draw(st.sampled_from(one.choices))] if one.choices else []
    if one.kind == "radio":
        return [draw(st.sampled_from(one.choices))]
    if one.kind in {"hidden", "checkbox"}:
        return one.values
    words = one.name.rsplit("-", 1)[-1]
    if one.kind == "text" and (words.endswith(("_on", "_until", "_0")) or words in {"on", "day"}):
        return [PLAIN["date"]]
    if one.kind == "text" and words.endswith("_1"):
        return ["12:00"]
    return [PLAIN.get(one.kind, "Words")]


def filled(form: Form, draw, valid: Data) -> Data:
    """The form as a person would send it: empty fields filled in, one more row in a table."""
    data = form.data()
    for name, one in form.inputs.items():
        if "__prefix__" not in name and not any(data.get(name, [])):
            data[name] = plain_value(one, draw)
    data |= {name: values for name, values in valid.items() if name in data or name not in form.inputs}
    tables = sorted({name.split("__prefix__")[0] for name in form.inputs if "__prefix__" in name})
    if tables and draw(st.booleans()):
        _add_row(form, data, draw(st.sampled_from(tables)), draw)
    return data


def _add_row(form: Form, data: Data, table: str, draw) -> None:
    total = f"{table}TOTAL_FORMS"
    number = data.get(total, ["0"])[0]
    for name, one in form.inputs.items():
        if name.startswith(f"{table}__prefix__"):
            data[name.replace("__prefix__", number)] = one.values if any(one.values) else plain_value(one, draw)
    data[total] = [str(int(number) + 1)]


def spoil(data: Data, form: Form, draw) -> Data:
    """A few fields made hostile, left out or doubled; counts and versions that nobody was given."""
    names = sorted(name for name in data if name != "csrfmiddlewaretoken")
    spoilt = dict(data)
    if not names:
        return spoilt
    for name in draw(st.lists(st.sampled_from(names), max_size=3, unique=True)):
        how = draw(st.sampled_from(["change", "change", "change", "change", "leave out", "double"]))
        if how == "leave out":
            del spoilt[name]
        elif how == "double":
            spoilt[name] = [*data[name], draw(hostile)]
        else:
            spoilt[name] = [draw(_value_for(name, form.inputs.get(name)))]
    return spoilt


def _value_for(name: str, one: Input | None):
    if name.endswith(("TOTAL_FORMS", "INITIAL_FORMS", "MAX_NUM_FORMS", "MIN_NUM_FORMS")):
        return st.sampled_from(COUNTS)
    if one is None or one.kind == "hidden":
        return st.one_of(st.sampled_from(NUMBERS + IDS), hostile)
    if one.kind in {"select", "radio"}:
        return st.one_of(st.sampled_from(one.choices or ["1"]), st.sampled_from(IDS + NUMBERS), hostile)
    if one.kind in {"date", "datetime-local"} or one.name.endswith(("_on", "_until", "_at", "_0", "_1")):
        return st.one_of(st.sampled_from(DAYS), hostile)
    if one.kind == "number":
        return st.one_of(st.sampled_from(NUMBERS), hostile)
    return st.one_of(st.sampled_from(TEXTS), hostile, st.sampled_from(DAYS), st.just("x" * 300_000))
