"""The only writers of the search table, called in the transaction of the change."""

from collections.abc import Mapping

from django.db import connection, models

from foundation.search.models import STEMMERS, SearchText

UPSERT = """
    INSERT INTO search_searchtext (kind, object_uuid, language, text, vector)
    VALUES (%(kind)s, %(uuid)s, %(language)s, %(text)s,
        to_tsvector('simple', %(text)s) || to_tsvector(%(stemmer)s::regconfig, %(text)s))
    ON CONFLICT (kind, object_uuid, language) DO UPDATE SET text = EXCLUDED.text, vector = EXCLUDED.vector
"""


def index(obj: models.Model, texts: Mapping[str, str]) -> None:
    """Make the object findable by these texts, by language; a language without text is forgotten."""
    rows = _rows_of(obj)
    rows.exclude(language__in=[language for language, text in texts.items() if text.strip()]).delete()
    with connection.cursor() as cursor:
        for language, text in texts.items():
            if text.strip():
                place = {"kind": obj._meta.label_lower, "uuid": obj.uuid}  # type: ignore[attr-defined]  # -- every object is Identified
                words = {"language": language, "text": text, "stemmer": STEMMERS[language]}
                cursor.execute(UPSERT, {**place, **words})


def remove(obj: models.Model) -> None:
    """The object is found no longer."""
    _rows_of(obj).delete()


def _rows_of(obj: models.Model) -> "models.QuerySet[SearchText]":
    return SearchText.objects.filter(kind=obj._meta.label_lower, object_uuid=obj.uuid)  # type: ignore[attr-defined]  # -- as above
