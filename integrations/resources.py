"""What the API calls the lists that a webhook may be told of: the room that joins them names them."""

from collections.abc import Callable, Mapping

from foundation.errors import Sentence

_named: list[Callable[[], Mapping[str, Sentence]]] = []


def resources_from(named: Callable[[], Mapping[str, Sentence]]) -> None:
    """Name who knows them."""
    _named[:] = [named]


def resources() -> Mapping[str, Sentence]:
    """Each by its name in addresses, with what people call it."""
    return _named[0]()
