"""Filters of the workbench's lists: called as their reader would call them, offering what the list can answer."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _

from foundation.errors import Sentence


def called(name: Sentence, kind: type[admin.FieldListFilter] = admin.ChoicesFieldListFilter) -> Any:
    """A filter with a name of its own, where that of its column says too little beside the list or too much."""

    class Called(kind):  # type: ignore[valid-type, misc]  # -- whichever filter is to be called otherwise
        def __init__(self, *told: Any, **more: Any) -> None:
            super().__init__(*told, **more)
            self.title = name

    return Called


def reworded(choice: Any, word: Sentence, changelist: Any) -> Any:
    """A choice in another word, with its number where numbers are asked for."""
    shown = str(choice["display"])
    return {**choice, "display": f"{word}{shown[shown.rindex(' (') :] if changelist.add_facets else ''}"}


class FilledIn(admin.EmptyFieldListFilter):
    """Whether a field holds anything: `ended` is asked for as yes or no, not as empty or not empty."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All, yes, no."""
        everything, empty, filled = super().choices(changelist)
        yield everything
        yield reworded(filled, _("yes"), changelist)
        yield reworded(empty, _("no"), changelist)


class ByState(admin.ChoicesFieldListFilter):
    """The states of a workflow, each known by its value, whatever its words and its number are."""

    def states(self, changelist: Any) -> Iterator[tuple[str, Any]]:
        """The value and the choice of each; all of them together stand under an empty value."""
        return zip(["", *(value for value, _label in self.field.flatchoices)], super().choices(changelist), strict=True)
