"""Holds the catalogues: up to date with the source, complete, with the same placeholders, in the words of the field."""

import re
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Message

from tools.catalogues.extract import Text, extract
from tools.catalogues.files import PLURALS, forms_of, merge, path_of, read

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|(?<!\{)\{\w*\}(?!\})")
LOOSE = re.compile(r" [:;?!»]|« ")
"""In French such a mark keeps to its word: the space between them does not break."""
TO_ONE = re.compile(
    r"(?<!\w)(?:اختر|اكتب|أدخل|املأها|واملأها|حاول|نزّل|افتح|قارِن|صحّح|وصحّح|خذه|انسخ|اذكر|سجّل أولاً|أعد (?:ال|تح)|أعِد|جرّب"
    r"|شئت|تختار|تجده|ما حفظته|(?:بلغت|مشارك|جهاز|نصّ|حساب|بريد|منصب|إجابات|إجابت|مساهمت|تقرير|بلد)ك)(?!\w)"
)
"""Arabic that speaks to one person as to a friend: we ask (`يُرجى`), or speak in the plural of respect."""
WORDS = {
    r"part(y|ies)": "participant",
    r"obligations?": "request",
    r"chas(e|es|ed|ing)": "remind",
    r"overdue|missing|non-reporting": "awaited",
    r"late": "received after the date",
    r"promised": "agreed",
    r"accepted": "complete",
    r"returned": "sent back with a question",
    r"reject(s|ed|ing|ion)?": "refer",
    r"ministers decided": "the verb they used",
}
"""Words that are not said to participants, and what is said instead."""


def problems() -> Iterator[str]:
    """Everything that is wrong with the catalogues, in sentences."""
    texts = extract()
    yield from unfit_words(texts.values())
    for language in PLURALS:
        path = path_of(language)
        if not path.exists() or path.read_text(encoding="utf-8") != merge(language, texts):
            yield f"{language}: not up to date with the source; run make messages"
        for message in read(language):
            if message.id:
                yield from faults(language, message)


def unfit_words(texts: Iterable[Text]) -> Iterator[str]:
    """Texts that use a word which is not said to participants."""
    for text in texts:
        for said in filter(None, (text.singular, text.plural)):
            for word, better in WORDS.items():
                if re.search(rf"\b({word})\b", PLACEHOLDER.sub("", said), re.IGNORECASE):
                    yield f"en: {said!r} says a word that is not said to participants; say: {better}"


def faults(language: str, message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    sources, words = forms_of(message.id), forms_of(message.string)
    if message.fuzzy or not all(words):
        yield f"{language}: {sources[0]!r} is not translated"
        return
    wanted = {frozenset(PLACEHOLDER.findall(source)) for source in sources}
    allowed = wanted if len(sources) == 1 else wanted | {frozenset(), *_without_number(wanted)}
    for form in words:
        if frozenset(PLACEHOLDER.findall(form)) not in allowed:
            yield f"{language}: {sources[0]!r} has other placeholders than its translation {form!r}"
        if language == "ar" and TO_ONE.search(form):
            yield f"{language}: {form!r} speaks to one person without the plural of respect"
        if language == "fr" and LOOSE.search(form):
            yield f"{language}: {form!r} lacks a no-break space before a mark, or inside the quotation marks"
        if language == "fr" and "'" in form:
            yield f"{language}: {form!r} has a straight apostrophe; write ’"


def _without_number(wanted: set[frozenset[str]]) -> set[frozenset[str]]:
    """A form for one or two may say the number in words."""
    return {names - {name} for names in wanted for name in names}
