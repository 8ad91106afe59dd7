"""Finds, by reading the sources, where a module writes to the database."""

import ast
from collections.abc import Iterator

from django.apps import apps

WRITES = {"bulk_create", "bulk_update", "create", "delete", "get_or_create", "save", "update", "update_or_create"}
"""Methods of rows and querysets."""
LINKS = {"add", "clear", "remove", "set"}
"""Methods of a many-to-many choice."""
STATEMENTS = ("INSERT INTO", "UPDATE", "DELETE FROM", "TRUNCATE", "MERGE INTO", "COPY")


def writes(source: str) -> Iterator[tuple[str, int, str]]:
    """Each place that writes: the class and function it stands in, its line, and what it says."""
    yield from _within(ast.parse(source), "", names_of_links())


def names_of_links() -> set[str]:
    """Every many-to-many choice of every model, by its name on a row."""
    return {field.name for model in apps.get_models() for field in model._meta.many_to_many}


def _within(node: ast.AST, place: str, links: set[str]) -> Iterator[tuple[str, int, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _is_write(child, links):
            yield place, child.lineno, ast.unparse(child.func)
        elif isinstance(child, ast.Constant) and not isinstance(node, ast.Expr) and _is_statement(child.value):
            yield place, child.lineno, " ".join(child.value.split())[:60]
        is_named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        yield from _within(child, f"{place}.{child.name}".lstrip(".") if is_named else place, links)


def _is_write(call: ast.Call, links: set[str]) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, owner = call.func.attr, call.func.value
    short = name.removeprefix("a") if name.removeprefix("a") in WRITES | LINKS else name
    if short in LINKS:
        return _is_link(owner, links)
    return short in WRITES and not _is_of_the_parent(owner) and not _is_harmless(short, call)


def _is_link(owner: ast.expr, links: set[str]) -> bool:
    """`row.holders`, or `getattr(row, name)`."""
    return _calls(owner, "getattr") or (isinstance(owner, ast.Attribute) and owner.attr in links)


def _is_of_the_parent(owner: ast.expr) -> bool:
    return _calls(owner, "super")


def _calls(owner: ast.expr, name: str) -> bool:
    return isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == name


def _is_harmless(name: str, call: ast.Call) -> bool:
    """A dictionary is updated with another one, a file saved to its place: querysets and rows take names only."""
    commits = {keyword.arg: keyword.value for keyword in call.keywords}.get("commit")
    is_unsaved = isinstance(commits, ast.Constant) and commits.value is False
    return is_unsaved or (name in {"save", "update"} and bool(call.args))


def _is_statement(said: object) -> bool:
    """SQL that writes begins with its verb, or with `WITH` and says it further on."""
    if not isinstance(said, str):
        return False
    words = " ".join(said.split())
    is_further_on = words.startswith("WITH ") and any(f"{verb} " in words for verb in STATEMENTS)
    return is_further_on or words.startswith(tuple(f"{verb} " for verb in STATEMENTS))
