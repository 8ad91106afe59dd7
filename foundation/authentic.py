"""Words in three languages, one of them authentic: which of the others were made from words that changed since."""

import hashlib
import unicodedata
from collections.abc import Collection, Iterator
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.localized import LANGUAGE_NAMES, LANGUAGES


class MadeFromAuthentic(models.Model):
    """A row that knows, of each text that is not authentic, the authentic words it was made from.

    `made_from` holds their SHA-256 by column; nothing where there were no authentic words, or before this was kept.
    `earlier_in` names the languages in which a text is of an earlier wording. The service that writes sets both.
    """

    made_from = models.JSONField(default=dict, editable=False)
    earlier_in = ArrayField(
        models.CharField(max_length=2, choices=list(LANGUAGE_NAMES.items())),
        verbose_name=_("of an earlier wording"),
        default=list,
        editable=False,
    )

    words: tuple[str, ...] = ()
    """The names of its localized texts."""
    still_right: Collection[str] = ()
    """The languages whose texts the writer says to be right for the words as they now stand; never stored."""

    class Meta:
        abstract = True

    def note_origins(self, before: Self | None, *, authentic: str) -> None:
        """Note what each text was made from; called before the row is saved, with the row as it is stored.

        A text that was written anew, or is said to be still right, was made from the authentic words of this very row.
        """
        origins = {}
        for name, code, column in self._translated(authentic):
            is_of_now = before is None or code in self.still_right or _differ(self, before, column)
            kept = "" if before is None else before.made_from.get(column) or digest(before, name, authentic)
            origins[column] = digest(self, name, authentic) if is_of_now or not kept else kept
        self._keep(origins, authentic)

    def take_as_authentic(self, language: str, *, instead_of: str) -> None:
        """Another language becomes authentic: what was made from the same words as its text is now made from that."""
        origins = {}
        for name, code, column in self._translated(language):
            old = digest(self, name, instead_of)
            origin = old if code == instead_of else self.made_from.get(column, "")
            origins[column] = digest(self, name, language) if origin == old else origin
        self._keep(origins, language)

    def _translated(self, authentic: str) -> Iterator[tuple[str, str, str]]:
        """The texts there are in languages that are not authentic: name, language, column."""
        for name in self.words:
            for code in LANGUAGES:
                if code != authentic and getattr(self, f"{name}_{code}"):
                    yield name, code, f"{name}_{code}"

    def _keep(self, origins: dict[str, str], authentic: str) -> None:
        self.made_from = {column: origin for column, origin in origins.items() if origin}
        earlier = {
            code
            for name, code, column in self._translated(authentic)
            if origins[column] != digest(self, name, authentic)
        }
        self.earlier_in = [code for code in LANGUAGES if code in earlier]


def normal(text: str) -> str:
    """One way to write a line end and an accent: what looks the same has the same bytes."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def digest(row: models.Model, name: str, language: str) -> str:
    """The SHA-256 of a text in one language, however its lines end; nothing for no text."""
    text = normal(getattr(row, f"{name}_{language}"))
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _differ(row: models.Model, before: models.Model, column: str) -> bool:
    return normal(getattr(row, column)) != normal(getattr(before, column))
