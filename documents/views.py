"""The download of one issued file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from documents.enums import RevisionKind
from documents.models import Revision
from documents.validators import extension
from foundation.exports.files import attachment
from foundation.localized import texts


@require_safe
def download(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The frozen bytes, if the reader may read the work; a foreign file and a missing one give the same 404.

    The tag never changes, but who may read can: a kept copy is asked about again each time.
    """
    seen = Revision.objects.visible_to(request.actor).without_content().select_related("expression__document")  # type: ignore[attr-defined]  # -- set by the middleware
    revision = get_object_or_404(seen, uuid=uuid)
    etag = f'"{revision.sha256}"'
    kept = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
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
