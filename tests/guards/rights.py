"""Finds, by reading the sources, where a service asks a right of offices that may have ended while it waited."""

import ast
from collections.abc import Iterator

WAITS = {"hold", "hold_round", "lock", "lock_seen", "next_version", "open_for_writing", "save_seen", "take_up", "touch"}
"""Here a service may wait for somebody else."""


def asked_too_early(source: str) -> Iterator[tuple[str, str]]:
    """Each function, and what it asks of the offices its request began with, or asks before it has waited."""
    tree = ast.parse(source)
    rights = _rights_in(tree)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for said in (*_of_the_request(function, rights), *_before_it_waited(function)):
            yield function.name, said


def _rights_in(tree: ast.AST) -> set[str]:
    """What a module takes from permissions."""
    taken = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and "permissions" in str(node.module))
    return {alias.asname or alias.name for node in taken for alias in node.names}


def _of_the_request(function: ast.FunctionDef, rights: set[str]) -> Iterator[str]:
    asked = rights | _names_for(function, rights)
    for call in _calls(function):
        if call.func.id in asked and call.args and ast.unparse(call.args[0]) == "actor":
            yield ast.unparse(call)


def _names_for(function: ast.FunctionDef, rights: set[str]) -> set[str]:
    """What a function calls a right of which it chose one."""
    chosen = (node for node in ast.walk(function) if isinstance(node, ast.Assign) and _mentions(node.value, rights))
    return {target.id for node in chosen for target in node.targets if isinstance(target, ast.Name)}


def _mentions(value: ast.expr, names: set[str]) -> bool:
    return any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(value))


def _before_it_waited(function: ast.FunctionDef) -> Iterator[str]:
    calls = [(call.lineno, call.col_offset, call.func.id) for call in _calls(function)]
    waits, asks = ([call for call in calls if call[2] in names] for names in (WAITS, {"made_again"}))
    if waits and asks and min(asks) < min(waits):
        yield "made_again(actor)"


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
