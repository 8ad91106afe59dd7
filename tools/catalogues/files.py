"""The files of a language: read, written in one order without dates or line numbers, compiled when changed."""

import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.catalogues.extract import Text
from tools.places import ROOT

PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}
"""The languages that are translated, with the forms they count in; English is the source."""
WIDTH = 116


def path_of(language: str) -> Path:
    """Where the texts of a language lie."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def header(language: str) -> str:
    """What a reader of the file must know, and nothing that changes by itself."""
    facts = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in facts.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n'


def read(language: str) -> Catalog:
    """The catalogue of a language as it stands; an empty one where there is no file."""
    path = path_of(language)
    text = path.read_text(encoding="utf-8") if path.exists() else header(language)
    return read_po(io.BytesIO(text.encode()), locale=language)


def merge(language: str, texts: Mapping[tuple[str | None, str], Text]) -> str:
    """The file with exactly the texts of the source, ordered by their English words; translations are kept."""
    old, new = read(language), Catalog(locale=language)
    forms = old.num_plurals
    for (context, singular), text in texts.items():
        known = old.get(singular, context)
        words = forms_of(known.string) if known and not known.fuzzy else ("",)
        if text.plural:
            new.add((singular, text.plural), words if len(words) == forms else ("",) * forms, context=context)
        else:
            new.add(singular, words[0], context=context)
    written = io.BytesIO()
    write_po(written, new, width=WIDTH, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return header(language) + written.getvalue().decode().lstrip()


def forms_of(words: object) -> tuple[str, ...]:
    """A text or its forms, as forms."""
    return tuple(map(str, words)) if isinstance(words, (list, tuple)) else (str(words or ""),)


def compile_changed(languages: Iterable[str] = PLURALS) -> list[str]:
    """Compile the catalogues that are newer than their compiled form, and give the languages that were."""
    return [language for language in languages if sum(_compile(language, path) for path in sources_of(language))]


def sources_of(language: str) -> list[Path]:
    """The texts of the product, and what Django's scripts say and Django leaves open (`djangojs.po`, kept by hand)."""
    return [path for name in ("django.po", "djangojs.po") if (path := path_of(language).with_name(name)).exists()]


def _compile(language: str, source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
        return False
    fresh = target.with_suffix(f".{os.getpid()}.new")
    with fresh.open("wb") as file:
        write_mo(file, read_po(io.BytesIO(source.read_bytes()), locale=language))
    fresh.replace(target)
    return True
