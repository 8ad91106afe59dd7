"""Room on the stack of its thread for whatever a function calls: CPython keeps frames in pieces of 16 KiB.

It gives a piece back to the system when the last frame on it returns. Code that calls to and fro across the end of a
piece asks for memory at every call, and where a page of ours comes to lie is chance: some spent a tenth of their CPU on
it (ADR 63). Below a function that was given room there is no such end.
"""

from collections.abc import Callable
from types import FunctionType
from typing import TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])
ROOM = 33_000
"""Slots of eight bytes, never touched: the piece that holds them has 512 KiB, half of it left for other frames."""


def with_room(function: Function) -> Function:
    """The same function, below which all frames lie on one piece; what it is given is changed."""
    plain = cast("FunctionType", function)
    plain.__code__ = plain.__code__.replace(co_stacksize=ROOM)
    return function
