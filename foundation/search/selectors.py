"""Searching: only among rows the reader may see, kind by kind."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet

from foundation.actors import Actor
from foundation.localized import LANGUAGES
from foundation.search.models import STEMMERS, SearchText
from foundation.search.registry import kinds


class Hit(NamedTuple):
    """One object found, with the text it was found by."""

    kind: str
    object_uuid: UUID
    language: str
    text: str


def search(actor: Actor, query: str, *, limit: int = 20) -> list[Hit]:
    """The best matches for words as people type them ("phrase", -without), each object once."""
    words = query.replace("\0", "").strip()
    visible = _visible_to(actor)
    if not words or visible is None:
        return []
    asked = {language: _asked(words, language) for language in LANGUAGES}
    # Each text is asked in its own language: a word left out ("-rabat") is stemmed as its text was.
    matching = reduce(or_, (Q(language=language, vector=one) for language, one in asked.items()))
    rank = SearchRank(F("vector"), reduce(or_, asked.values()))
    found = SearchText.objects.filter(visible, matching).annotate(rank=rank)
    # An object has one row per language: so many rows hold at least `limit` objects.
    return list(_once(found.order_by("-rank", "kind", "object_uuid", "language")[: limit * len(LANGUAGES)]))[:limit]


def _asked(words: str, language: str) -> SearchQuery:
    names = ("simple", STEMMERS[language])
    return reduce(or_, (SearchQuery(words, config=name, search_type="websearch") for name in names))


def _visible_to(actor: Actor) -> Q | None:
    parts = [Q(kind=kind, object_uuid__in=rows(actor).values("uuid")) for kind, rows in kinds().items()]
    return reduce(or_, parts) if parts else None


def _once(rows: QuerySet[SearchText]) -> Iterator[Hit]:
    seen = set()
    for row in rows:
        if (row.kind, row.object_uuid) not in seen:
            seen.add((row.kind, row.object_uuid))
            yield Hit(row.kind, row.object_uuid, row.language, row.text)
