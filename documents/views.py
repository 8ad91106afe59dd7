"""The download of one issued file."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.handing import handed_out
from documents.models import Revision
from foundation.actors import actor_on


@require_safe
def download(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The frozen bytes, if the reader may read the work; a foreign file and a missing one give the same 404."""
    seen = Revision.objects.visible_to(actor_on(request)).without_content().select_related("expression__document")
    revision = get_object_or_404(seen, uuid=uuid)
    return handed_out(revision, if_none_match=request.headers.get("If-None-Match", ""))
