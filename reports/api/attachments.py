"""Files beside the answers, read by whoever may, and put there and taken away by their participant's own systems."""

import base64
import binascii
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from foundation.api.fields import uuid_of
from foundation.api.plan import Computed, Reading
from foundation.api.views import ReadViewSet
from foundation.api.writes import Sent, WriteViewSet, creating, removing
from foundation.errors import RuleBroken
from foundation.exports.files import attachment as as_attachment
from foundation.uploads import examine
from reports.api.answers import OfContributionFilter
from reports.api.contributions import TYPED, contribution_named
from reports.forms.attachments import EVIDENCE
from reports.models import Attachment
from reports.names import section_in_full
from reports.selectors.attachments import content_of
from reports.services.attachments import attach_file, remove_attachment

NOBODY = UUID(int=0)
BYTES = {(200, "*/*"): OpenApiResponse({"type": "string", "format": "binary"}, description="The bytes.")}
LONGEST = 10_000_000
"""Characters of a body that holds a file: what a request may hold, less its other fields."""


def address_of_bytes(reading: Reading) -> Concat:
    """Where the bytes are, on the host that was asked."""
    before, after = reverse("attachments-content", args=[NOBODY]).split(str(NOBODY))
    return Concat(Value(reading.origin + before), Cast(F("uuid"), TextField()), Value(after), output_field=TextField())


class ListedAttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file under a section, of an activity where the section is asked for each; its bytes are never changed.

    A file that its participant opened to others names its contribution and section to those who read these too.
    """

    contribution = uuid_of(allow_null=True)
    section = uuid_of(allow_null=True)
    activity = uuid_of(allow_null=True)
    url = Computed(address_of_bytes, schema={"type": "string", "format": "uri"}, help_text="Where the bytes are.")

    class Meta:
        model = Attachment
        fields = (
            "uuid",
            "version",
            "contribution",
            "section",
            "activity",
            "title",
            "file_name",
            "media_type",
            "size",
            "sha256",
            "visibility",
            "use",
            "removed_at",
            "url",
        )


class AttachmentSent(Sent):
    """A file and the section it belongs to."""

    contribution = serializers.UUIDField(help_text="The contribution it belongs to.")
    section = serializers.UUIDField(help_text="The section of the template.")
    activity = serializers.UUIDField(
        required=False, allow_null=True, help_text="The activity, where the section is asked for each activity."
    )
    title = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="What it is; left out: the name of the file."
    )
    file_name = serializers.CharField(max_length=200, help_text="Its name; the ending says of which kind it is.")
    content = serializers.CharField(
        max_length=LONGEST, help_text="The bytes in base64 (RFC 4648), 7 MB of them at most."
    )


class AttachmentViewSet(WriteViewSet):
    """Files of the reader's own contributions, and those that others have opened to the reader."""

    model = Attachment
    serializer_class = ListedAttachmentSerializer
    filterset_class = OfContributionFilter
    unrecorded = TYPED

    @creating(AttachmentSent)
    def create(self, sent: dict[str, Any]) -> Attachment:
        """Put a file beside the answers of a draft. It is looked into first, as every upload is."""
        contribution = contribution_named(self.actor, sent["contribution"])
        name = PurePath(sent["file_name"]).name
        file = examine(_bytes_of(sent["content"]), name=name, allowed=EVIDENCE)
        place = section_in_full(sent["section"], sent.get("activity"))
        return attach_file(contribution, place=place, title=sent.get("title", ""), name=name, file=file, **self.by)

    @removing
    def destroy(self, attachment: Attachment, version: int) -> None:
        """Take a file away: for good while it is a draft's, from later submissions where one holds it already."""
        remove_attachment(attachment.contribution, attachment.uuid, version=version, **self.by)

    @extend_schema(responses=BYTES, filters=False)
    @action(detail=True, filterset_class=None)
    def content(self, request: Request, uuid: Any) -> HttpResponse:
        """The bytes as a download; `ETag` is their SHA-256."""
        seen = Attachment.objects.visible_to(self.actor).without_content().select_related("revision")
        found = get_object_or_404(seen, uuid=uuid)
        etag = f'"{found.sha256}"'
        kept = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
        answer = HttpResponseNotModified() if kept & {etag, "*"} else _handed_out(found)
        answer["ETag"] = etag
        return answer


def _handed_out(found: Attachment) -> HttpResponse:
    return as_attachment(content_of(found), name=found.file_name, media_type=found.media_type)


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RuleBroken(_("Send the bytes of the file in base64."), field="content") from error


routes: list[tuple[str, type[ReadViewSet]]] = [("attachments", AttachmentViewSet)]
