"""Texts in three languages as three declared columns, read in the reader's language with a fallback (mechanism 10)."""

from typing import Any

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.text import format_lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "fr", "ar")
LANGUAGE_NAMES = {"en": _("English"), "fr": _("French"), "ar": _("Arabic")}
IN_BRACKETS = {
    "en": pgettext_lazy("in brackets", "English"),
    "fr": pgettext_lazy("in brackets", "French"),
    "ar": pgettext_lazy("in brackets", "Arabic"),
}
"""After a label, where French writes a small letter."""
FALLBACKS = {"en": ("en", "fr", "ar"), "fr": ("fr", "en", "ar"), "ar": ("ar", "en", "fr")}


def language_order(language: str | None = None) -> tuple[str, ...]:
    """The languages in which a text is looked for, the wanted one first."""
    return FALLBACKS.get((language or get_language() or "en")[:2], FALLBACKS["en"])


def by_name(path: str = "") -> str:
    """The column that orders by name in the reader's alphabet, of what a path leads to: `party__sort_fr`."""
    column = f"sort_{language_order()[0]}"
    return f"{path}__{column}" if path else column


class LocalizedText:
    """What `instance.title` answers: the text in the active language, else the first there is."""

    def __init__(self, name: str, label: Any) -> None:
        self.name = name
        self.short_description = label
        """What the admin writes over a column of a list; the name of an attribute would be English for everybody."""

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        return next(filter(None, (getattr(instance, f"{self.name}_{code}") for code in language_order())), "")


class Localized:
    """Declares `<name>_en`, `<name>_fr`, `<name>_ar` on a model and `<name>` to read them.

    Used in a model's body: `title = Localized(_("title"), max_length=200)`; without `max_length` the columns are texts.
    Forms ask for one language at least, whichever it is, unless `required=False`.
    """

    def __init__(self, label: Any, *, max_length: int | None = None, required: bool = True) -> None:
        self.label, self.max_length, self.required = label, max_length, required
        self.columns = {code: self._column(code) for code in LANGUAGES}

    def contribute_to_class(self, cls: type[models.Model], name: str, **_kwargs: Any) -> None:
        """Add the three columns and the reader."""
        for code, column in self.columns.items():
            column.contribute_to_class(cls, f"{name}_{code}")
        setattr(cls, name, LocalizedText(name, self.label))

    def _column(self, code: str) -> "models.Field[Any, Any]":
        label = _language_label(self.label, code)
        blank = not (self.required and code == "en")
        if self.max_length is None:
            return models.TextField(label, blank=blank, default="")
        return models.CharField(label, max_length=self.max_length, blank=blank, default="")


def _language_label(label: Any, code: str) -> Any:
    """'Title (French)', translated when shown."""
    return format_lazy("{label} ({language})", label=label, language=IN_BRACKETS[code])


def pick(texts: dict[str, str], language: str | None = None) -> str:
    """The text in the wanted language, else the first that is not empty."""
    return next((texts[code] for code in language_order(language) if texts.get(code)), "")


def told(instance: Any, name: str) -> tuple[str, str]:
    """What `instance.title` answers, and the language it is in; no language for what is no text in three columns."""
    given = {code: getattr(instance, f"{name}_{code}", "") for code in LANGUAGES}
    language = next((code for code in language_order() if given[code]), "")
    return str(getattr(instance, name, "")), language


def texts(instance: models.Model, name: str) -> dict[str, str]:
    """The three texts as the API gives them: `{"en": .., "fr": .., "ar": ..}`."""
    return {code: getattr(instance, f"{name}_{code}") for code in LANGUAGES}


def localized(path: str, language: str | None = None) -> Coalesce:
    """An expression for querysets: `localized("party__name")` is the name in the wanted language, with fallbacks."""
    columns = [NullIf(F(f"{path}_{code}"), Value("")) for code in language_order(language)]
    return Coalesce(*columns, Value(""), output_field=models.TextField())


def localized_language(path: str, language: str | None = None) -> Case:
    """The language in which `localized(path)` answers; empty where there is no text."""
    told_in = (When(Q(**{f"{path}_{code}__gt": ""}), then=Value(code)) for code in language_order(language))
    return Case(*told_in, default=Value(""), output_field=CharField())
