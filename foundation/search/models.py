"""The side table of full-text search: an index on the hot rows themselves made their updates seven times slower."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.constraints import say
from foundation.localized import LANGUAGE_NAMES

STEMMERS = {"en": "english", "fr": "french", "ar": "arabic"}
"""PostgreSQL's text configuration for each language."""


class SearchText(models.Model):
    """What may be found about one object in one language. Who may find it is asked of the object's own queryset."""

    kind = models.CharField(max_length=60)
    object_uuid = models.UUIDField()
    language = models.CharField(max_length=2, choices=list(LANGUAGE_NAMES.items()))
    text = models.TextField()
    vector = SearchVectorField()

    class Meta:
        ordering = ("kind", "object_uuid", "language")
        indexes = [GinIndex(fields=["vector"], name="search_text_vector")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_uuid", "language"],
                name=say("one_search_text_per_object_and_language", _("This text is indexed already.")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_uuid} ({self.language})"
