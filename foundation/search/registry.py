"""What may be found: kinds of things with their words, filled by the project's wiring, asked by every search."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from foundation.actors import Actor, HeldOffice
from foundation.localized import LANGUAGES

ANY_OFFICE = HeldOffice(mandate_id=0, office="", side="participant", unit_id=0)


@dataclass(frozen=True)
class Findable:
    """A kind of thing: the words each row is found by, by language, and which rows are looked at.

    `words` reads nothing that its row's readers may not read. `rows` narrows what stands in the index and fetches what
    `words` looks at; who finds a row is asked of the model's own `visible_to`, at every search.
    """

    model: type[models.Model]
    words: Callable[[Any], Mapping[str, str]]
    rows: Callable[["QuerySet[Any]"], "QuerySet[Any]"] = lambda rows: rows

    @property
    def kind(self) -> str:
        """Its name in the index: "meetings.meeting"."""
        return self.model._meta.label_lower

    def visible_to(self, actor: Actor) -> "QuerySet[Any]":
        """The rows this reader may see."""
        rows: Any = self.model._default_manager.all()
        return rows.visible_to(actor)

    def indexed(self) -> "QuerySet[Any]":
        """The rows that stand in the index: what anybody with an office may read. No draft, nothing restricted."""
        return self.rows(self.visible_to(any_holder()))


def any_holder() -> Actor:
    """Somebody with an office of no participant in particular: sees what all participants see, and nobody's own."""
    return Actor(kind="person", now=datetime.now(UTC), held=(ANY_OFFICE,), hat="participant")


def words_of(row: models.Model, *names: str, plain: str = "") -> dict[str, str]:
    """The localized texts of a row, joined language by language; `plain` (codes) goes with each."""
    texts = {code: [getattr(row, f"{name}_{code}") for name in names] for code in LANGUAGES}
    return {code: "\n".join(filter(None, [*said, plain])) if any(said) else "" for code, said in texts.items()}


_kinds: dict[str, Findable] = {}


def register(*findable: Findable) -> None:
    """Let things of these kinds be found by those who may see them."""
    _kinds.update({one.kind: one for one in findable})


def kinds() -> dict[str, Findable]:
    """Every kind that may be found, in the order of its registration; texts of any other kind never are."""
    return dict(_kinds)
