"""Searching: only among rows the reader may see, kind by kind."""

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from foundation.actors import Actor
from foundation.localized import LANGUAGES, language_order
from foundation.search.folding import fold
from foundation.search.models import STEMMERS, SearchText
from foundation.search.registry import kinds


class Hit(NamedTuple):
    """One object found, with a text it was found by."""

    kind: str
    object_uuid: UUID
    language: str
    text: str


def search(actor: Actor, query: str, *, limit: int = 20, kind: str = "") -> list[Hit]:
    """The best matches for words as people type them ("phrase", -without), each object once.

    At most `limit` of each kind, so that none crowds out another; `kind` names the only one that is asked for.
    """
    words = fold(query.replace("\0", "")).strip()
    visible = _visible_to(actor, kind)
    if not words or visible is None:
        return []
    asked = {language: _asked(words, language) for language in LANGUAGES}
    # Each text is asked in its own language: a word left out ("-rabat") is stemmed as its text was.
    matching = reduce(or_, (Q(language=language, vector=one) for language, one in asked.items()))
    rank = SearchRank(F("vector"), reduce(or_, asked.values()))
    found = SearchText.objects.filter(visible, matching).annotate(rank=rank)
    order = (F("rank").desc(), F("object_uuid"), F("language"))
    place = Window(RowNumber(), partition_by="kind", order_by=order)
    # An object has one row per language: so many rows hold at least `limit` objects.
    best = found.annotate(place=place).filter(place__lte=limit * len(LANGUAGES))
    return list(_first(best.order_by("-rank", "kind", "object_uuid", "language"), limit))


def _asked(words: str, language: str) -> SearchQuery:
    names = ("simple", STEMMERS[language])
    return reduce(or_, (SearchQuery(words, config=name, search_type="websearch") for name in names))


def _visible_to(actor: Actor, kind: str) -> Q | None:
    asked = [one for one in kinds().values() if not kind or one.kind == kind]
    parts = [Q(kind=one.kind, object_uuid__in=one.visible_to(actor).order_by().values("uuid")) for one in asked]
    return reduce(or_, parts) if parts else None


def _first(rows: QuerySet[SearchText], limit: int) -> Iterator[Hit]:
    """Each object once, in the order of its best text, shown by the one its reader reads best; `limit` of a kind."""
    texts: dict[tuple[str, UUID], dict[str, str]] = {}
    for row in rows:
        texts.setdefault((row.kind, row.object_uuid), {})[row.language] = row.text
    of_kind: Counter[str] = Counter()
    for (kind, uuid), said in texts.items():
        of_kind[kind] += 1
        if of_kind[kind] <= limit:
            language = next(code for code in language_order() if code in said)
            yield Hit(kind, uuid, language, said[language])
