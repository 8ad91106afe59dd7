"""Reads the forms of a page as a browser does: names, kinds, values, choices, and the errors said on it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

SAYS_ERRORS = {"errorlist", "errornote", "form__errors", "note--grave"}
SILENT = {"submit", "button", "reset", "image", "file"}
VOID = {"input", "br", "hr", "img", "meta", "link", "wbr", "col", "source", "area", "base"}


@dataclass
class Input:
    """One field: its kind, what it holds, what it offers."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        """Whether people type into it, so that it can show again what was typed."""
        return self.kind in {"text", "textarea", "number", "email", "date", "datetime-local", "url", "search", "tel"}


@dataclass
class Form:
    """One form that posts."""

    action: str
    inputs: dict[str, Input] = field(default_factory=dict)

    def put(self, name: str, kind: str, *, value: str | None, choice: str = "") -> None:
        found = self.inputs.setdefault(name, Input(name, kind))
        found.choices += [choice] if choice else []
        found.values += [value] if value is not None else []

    def data(self) -> dict[str, list[str]]:
        """What a browser would send if nothing were touched; empty rows of the page's script are no part of it."""
        return {name: list(one.values) for name, one in self.inputs.items() if one.values and "__prefix__" not in name}


class Reader(HTMLParser):
    """Collects forms, errors and the words of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.errors: list[str] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._select: tuple[str, bool] | None = None
        self._area: tuple[str, list[str]] | None = None
        self._depth = 0
        self._open: list[int] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._depth += 1
            if SAYS_ERRORS & set(given.get("class", "").split()):
                self._open.append(self._depth)
        if tag == "form":
            self._form = Form(given.get("action", "")) if given.get("method", "").lower() == "post" else None
            self.forms += [self._form] if self._form else []
        elif self._form is not None:
            self._field(tag, given, self._form)

    def _field(self, tag: str, given: dict[str, str], form: Form) -> None:
        name = given.get("name", "")
        if tag == "option" and self._select:
            chosen = given.get("value", "") if "selected" in given else None
            form.put(self._select[0], "select", value=chosen, choice=given.get("value", ""))
        if not name or "disabled" in given:
            return
        if tag == "input":
            self._input(name, given, form)
        elif tag == "select":
            self._select = (name, "multiple" in given)
            form.put(name, "select", value=None)
        elif tag == "textarea":
            self._area = (name, [])

    def _input(self, name: str, given: dict[str, str], form: Form) -> None:
        kind, value = given.get("type", "text").lower(), given.get("value", "")
        if kind in SILENT:
            return
        if kind in {"checkbox", "radio"}:
            form.put(name, kind, value=(value or "on") if "checked" in given else None, choice=value or "on")
        else:
            form.put(name, kind, value=value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area and self._form:
            name, text = self._area
            self._form.put(name, "textarea", value="".join(text).removeprefix("\r\n").removeprefix("\n"))
            self._area = None
        elif tag == "select" and self._select and self._form:
            self._leave_select(self._form, *self._select)
        elif tag == "form":
            self._form = None
        if tag not in VOID:
            if self._open and self._open[-1] == self._depth:
                self._open.pop()
            self._depth -= 1

    def _leave_select(self, form: Form, name: str, multiple: bool) -> None:
        one = form.inputs[name]
        if not one.values and not multiple:
            one.values.append(one.choices[0] if one.choices else "")
        self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)
            return
        self.words.append(data)
        if self._open and data.strip():
            self.errors.append(" ".join(data.split()))


def read(body: bytes) -> Reader:
    """The page, read."""
    page = Reader()
    page.feed(body.decode("utf-8", "replace"))
    page.close()
    return page


FRAME = ("/i18n/setlang/", "/accounts/logout/", "/admin/logout/")


def forms_of(body: bytes) -> list[Form]:
    """The forms that are the page's own."""
    return [form for form in read(body).forms if form.inputs and not form.action.startswith(FRAME)]
