"""The only writers of the search table: services call `refresh` in the transaction of their change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Q

from foundation.search.folding import as_far_as_indexed, fold
from foundation.search.models import STEMMERS, SearchText
from foundation.search.registry import Findable, kinds

WRITE = """
    INSERT INTO search_searchtext (kind, object_uuid, language, text, vector)
    SELECT %s, row.uuid, row.language, row.text,
        to_tsvector('simple', row.folded) || to_tsvector(row.stemmer::regconfig, row.folded)
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS row(uuid, language, text, folded, stemmer)
    ORDER BY row.uuid, row.language
    ON CONFLICT (kind, object_uuid, language) DO UPDATE SET text = EXCLUDED.text, vector = EXCLUDED.vector
        WHERE search_searchtext.text <> EXCLUDED.text OR search_searchtext.vector <> EXCLUDED.vector
"""
AT_ONCE = 500


def refresh(objects: Iterable[models.Model]) -> None:
    """Bring the index up to date for these rows as they stand now: found by their words, or found no longer.

    Called after they were written and before the change is recorded (lock order: root, children, index, ledger).
    """
    keys: dict[str, list[models.Model]] = defaultdict(list)
    for obj in objects:
        keys[obj._meta.label_lower].append(obj)
    for kind in sorted(keys):
        findable = kinds()[kind]
        rows = findable.indexed().filter(pk__in=[obj.pk for obj in keys[kind]])
        uuids = [obj.uuid for obj in keys[kind]]  # type: ignore[attr-defined]  # -- every object is Identified
        _write(findable, rows, Q(object_uuid__in=uuids))


@transaction.atomic
def rebuild() -> int:
    """Make the index say what it would say if it were made anew; how many texts that changed.

    Whoever changes a text meanwhile waits, so that nothing older is written over it.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE search_searchtext IN SHARE ROW EXCLUSIVE MODE")
    strangers, _each = SearchText.objects.exclude(kind__in=kinds()).delete()
    return strangers + sum(_write(findable, findable.indexed(), Q()) for findable in kinds().values())


def _write(findable: Findable, rows: "models.QuerySet[models.Model]", scope: Q) -> int:
    """Write the texts of `rows` and forget whatever else the scope holds of this kind."""
    texts: dict[tuple[UUID, str], str] = {}
    for row in rows.order_by("pk"):
        words: Mapping[str, str] = findable.words(row)
        said = {language: text.strip() for language, text in words.items()}
        texts |= {(row.uuid, language): text for language, text in said.items() if text}  # type: ignore[attr-defined]  # -- as above
    stored = SearchText.objects.filter(scope, kind=findable.kind)
    gone = [pk for pk, *place in stored.values_list("pk", "object_uuid", "language") if tuple(place) not in texts]
    SearchText.objects.filter(pk__in=gone).delete()
    return len(gone) + _upsert(findable.kind, list(texts.items()))


def _upsert(kind: str, texts: "list[tuple[tuple[UUID, str], str]]") -> int:
    changed = 0
    with connection.cursor() as cursor:
        for start in range(0, len(texts), AT_ONCE):
            batch = texts[start : start + AT_ONCE]
            uuids, languages = [place[0] for place, _text in batch], [place[1] for place, _text in batch]
            plain = [text for _place, text in batch]
            folded = [as_far_as_indexed(fold(text)) for text in plain]
            stemmers = [STEMMERS[language] for language in languages]
            cursor.execute(WRITE, [kind, uuids, languages, plain, folded, stemmers])
            changed += cursor.rowcount
    return changed
