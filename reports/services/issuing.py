"""Issuing the text of a report: each text that was circulated, tabled or amended is a work of its own.

A draft never becomes public together with the endorsed text: only the endorsed work is classified as public.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from documents.enums import Classification
from documents.models import Revision
from documents.services import create_work, issue_revision
from foundation.actors import Actor
from foundation.errors import RuleBroken
from foundation.localized import LANGUAGES, texts
from foundation.wording import langname, listed
from reports.models import ConsolidatedReport
from reports.rendition import MEDIA_TYPE, Text, render, text_of
from reports.services.quoting import check_quotes


def issue_text(report: ConsolidatedReport, *, actor: Actor, now: datetime, is_draft: bool = False) -> Revision:
    """Freeze the present text in every language in which it is whole; gives the authentic one and sets `document`.

    Raises `RuleBroken` where the authentic text is not whole, or quotes what may not be quoted.
    """
    text = text_of(report)
    check_quotes(report, text.paragraphs)
    whole = text.languages()
    if report.authentic_language not in whole:
        raise RuleBroken(_still_to_write(text))
    work = create_work(
        title=_draft_titles(report) if is_draft else texts(report, "title"),
        classification=Classification.PARTICIPANTS,
        authentic_language=report.authentic_language,
        awaited=LANGUAGES,
        actor=actor,
    )
    issued = {
        language: issue_revision(
            work, language=language, content=render(text, language), media_type=MEDIA_TYPE, actor=actor, now=now
        )
        for language in sorted(whole, key=lambda language: language != report.authentic_language)
    }
    report.document = work
    return issued[report.authentic_language]


def _still_to_write(text: Text) -> str:
    language = text.report.authentic_language
    parts = [] if getattr(text.report, f"title_{language}") else [gettext("the title")]
    parts += [
        gettext("paragraph %(number)s") % {"number": paragraph.number}
        for paragraph in text.paragraphs
        if not getattr(paragraph, f"text_{language}")
    ]
    parts += [] if text.paragraphs else [gettext("a paragraph at least")]
    told = gettext("Still to be written in %(language)s, the authentic language of this report: %(parts)s.")
    return told % {"language": langname(language), "parts": listed(parts)}


def _draft_titles(report: ConsolidatedReport) -> Mapping[str, str]:
    titles = {}
    for language, title in texts(report, "title").items():
        with override(language):
            titles[language] = gettext("%(title)s (draft)") % {"title": title} if title else ""
    return titles


def frozen(revision: Revision | None) -> Revision:
    """The issued text. Raises `RuleBroken` unless its stored bytes still have the hash they were issued with."""
    if revision is None or Revision.digest(bytes(revision.content)) != revision.sha256:
        raise RuleBroken(_("The stored text does not have the hash it was issued with: do not use it."))
    return revision
