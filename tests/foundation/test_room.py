"""Below a function with room no call asks the system for memory, wherever on the stack it comes to lie."""

import resource
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from foundation.room import with_room

CALLS, DEEPEST = 500, 200
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts what a thread asks of Linux")


def called() -> int:
    """Its frame is wide, so that at some depth it does not fit on what is left of a piece."""
    a = b = c = d = e = f = g = h = 1
    return max(a, b, c, d, e, f, g, h)


def descend(depth: int) -> int:
    """Calls to and fro at this depth; gives how often memory had to be found for it."""
    if depth:
        return descend(depth - 1)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        called()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def most_asked(begin: Callable[[int], int]) -> int:
    """At the depth where it is worst, on the stack of a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return max(thread.submit(begin, depth).result() for depth in range(DEEPEST))


def test_calls_below_a_function_with_room_ask_for_no_memory():
    def begin(depth: int) -> int:
        return descend(depth)

    plain = most_asked(begin)
    roomy = most_asked(with_room(begin))

    assert roomy < CALLS // 10
    assert plain >= CALLS, "the interpreter no longer does this: the room is not needed any more"


def test_function_with_room_is_the_same_function():
    def add(one: int, other: int = 2) -> int:
        return one + other

    assert with_room(add) is add
    assert add(1) == 3
