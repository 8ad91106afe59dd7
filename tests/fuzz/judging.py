"""What every answer must keep: no error of ours, a refusal that writes nothing, keeps what was typed and says why."""

import re
from collections.abc import Iterator

from django.db import connection

from tests.fuzz.pages import Form, Reader, read
from tests.fuzz.posting import Data
from tests.matrix.doors import Answer

MOVED = {301, 302, 303}
ARABIC = re.compile("[\u0600-\u06ff]")


def settle():
    """What PostgreSQL would say at COMMIT: in a test nothing is ever committed."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def broke(answer: Answer) -> Iterator[str]:
    """An error of the server, with what was behind it."""
    if answer.status >= 500:
        why = f": {type(answer.error).__name__}: {answer.error}" if answer.error else ""
        yield f"answered {answer.status}{why[:600]}"


def shown_form(page: Reader, sent: Data) -> Form | None:
    """The form on the answer's page that has the fields which were sent."""
    fields = set(sent) - {"csrfmiddlewaretoken"}  # which the language menu and signing out have too
    known = [(len(set(form.inputs) & fields), form) for form in page.forms]
    best = max(known, key=lambda found: found[0], default=(0, None))
    return best[1] if best[0] > 1 or (best[0] and len(fields) < 3) else None


def is_refusal(answer: Answer) -> bool:
    """Whether the answer says no."""
    return answer.status >= 400 or (answer.status not in MOVED and bool(read(answer.body).errors))


def same_words(answer: Answer, in_english: Answer) -> Iterator[str]:
    """Errors that a reader of French and one of English are told alike, but for words that somebody typed."""
    told, english = read(answer.body).errors, read(in_english.body).errors
    if told and set(told) <= set(english):
        yield f"errors are not in French: {told}"


def faults(answer: Answer, asked: Form, sent: Data, language: str) -> Iterator[str]:
    """What is wrong with the answer to a form."""
    yield from broke(answer)
    if answer.status >= 500 or not is_refusal(answer):
        return
    page = read(answer.body)
    form = shown_form(page, sent)
    if form is None:
        yield from _explains_itself(answer, page, language)
        return
    if not page.errors:
        yield f"refused with {answer.status} and shows the form without a word"
    elif language == "ar" and not any(ARABIC.search(error) for error in page.errors):
        yield f"errors are not in Arabic: {page.errors}"
    yield from _kept(form, asked, sent)


def _explains_itself(answer: Answer, page: Reader, language: str) -> Iterator[str]:
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        return  # for a script on the page, which has the sentences already
    words = " ".join(page.words)
    if not words.strip() or (language == "ar" and not ARABIC.search(words)):
        yield f"refused with {answer.status} and no page in {language}: {words[:80]!r}"


def _kept(form: Form, asked: Form, sent: Data) -> Iterator[str]:
    for name, values in sent.items():
        one = form.inputs.get(name)
        if one is None or not one.is_typed or name not in asked.inputs or not values:
            continue
        if plain(values[-1]) not in {plain(value) for value in one.values}:
            yield f"{name} shows {one.values!r:.120} and not what was typed: {values[-1]!r:.120}"


def plain(text: str) -> str:
    """Line ends as browsers make them alike; a page's text holds no NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
