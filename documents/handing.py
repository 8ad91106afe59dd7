"""Hands out the bytes of one issued file, to a browser and to a partner system alike, or says that a copy is good."""

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.text import slugify

from documents.enums import RevisionKind
from documents.models import Revision
from documents.validators import extension
from foundation.exports.files import attachment
from foundation.localized import texts


def handed_out(revision: Revision, *, if_none_match: str) -> HttpResponse:
    """The frozen bytes, or 304. The tag never changes, but who may read can: a kept copy is asked about each time."""
    etag = f'"{revision.sha256}"'
    kept = {tag.removeprefix("W/") for tag in parse_etags(if_none_match)}
    response = HttpResponseNotModified() if kept & {etag, "*"} else _attachment(revision)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _attachment(revision: Revision) -> HttpResponse:
    content = bytes(revision.content)
    return attachment(content, name=file_name(revision), media_type=revision.media_type, kept=True)


def file_name(revision: Revision) -> str:
    """`khartoum-sr-1-fr-rev-2.pdf`: the symbol or the title, the language, the kind and its number."""
    document, language = revision.expression.document, revision.expression.language
    name = slugify(document.symbol or texts(document, "title")["en"])[:80] or "document"
    kind = {RevisionKind.REVISION: "rev", RevisionKind.CORRIGENDUM: "corr"}.get(RevisionKind(revision.kind), "add")
    return f"{name}-{language}-{kind}-{revision.number}.{extension(revision.media_type)}"
