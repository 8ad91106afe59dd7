"""The development mailbox: where no mail server is named, staff see a mail as its reader would, in every language.

The mark-up is made harmless: what a mail program shows is shown, nothing is fetched and nothing runs.
"""

from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe

from foundation.localized import LANGUAGES
from foundation.outbox import registry
from foundation.outbox.models import Message
from foundation.outbox.transport import compose

TAGS = {"h1", "h2", "h3", "p", "a", "br", "ul", "ol", "li", "strong", "em", "table", "tr", "td", "th"}
SHOWN = ("From", "To", "Subject", "Reply-To", "Content-Language", "Message-ID")


@dataclass(frozen=True)
class Seen:
    """A mail as it is read: in one language, its headers in order, both parts."""

    language: str
    is_as_sent: bool
    """Whether these are the very words that were written; else the same mail, written anew in another language."""
    languages: tuple[str, ...]
    headers: list[tuple[str, str]]
    text: str
    html: SafeString | None


def seen_in(message: Message, language: str) -> Seen:
    """The mail in this language where its kind can be written anew; else as it was written."""
    is_known = language in LANGUAGES and language != message.language
    kept = _anew(message, language) if is_known else message
    shown = kept or message
    mail = compose(shown).message()
    named = [name for name in SHOWN if mail[name]]
    others = sorted(name for name in shown.headers if name not in named)
    can_be_written = registry.rewriter_of(message.kind) is not None and bool(message.body_text)
    return Seen(
        language=shown.language,
        is_as_sent=kept is message or kept is None,
        languages=tuple(LANGUAGES) if can_be_written else (message.language,),
        headers=[(name, _header(shown, mail, name)) for name in [*named, *others]],
        text=shown.body_text,
        html=_harmless(shown.body_html),
    )


def _anew(message: Message, language: str) -> Message | None:
    rewrite = registry.rewriter_of(message.kind)
    written = rewrite(message, language) if rewrite is not None else None
    if written is not None:
        written.uuid, written.to = message.uuid, message.to
    return written


def _header(message: Message, mail: object, name: str) -> str:
    """As a mail program shows it, and not as it is encoded on its way."""
    return {"Subject": message.subject, "To": message.to}.get(name) or str(mail[name])  # type: ignore[index]  # -- a mail


def _harmless(html: str) -> SafeString | None:
    if not html:
        return None
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href", "dir"}}, clean_content_tags={"title", "style", "script"}
    )
    return mark_safe(clean)  # noqa: S308 -- made harmless just now
