"""Reads of the files beside a contribution's answers, without their bytes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from reports.models import Attachment, Contribution
from reports.models.attachments import AttachmentQuerySet

Keys = tuple[int, int | None]
"""Which section of which activity, by their keys."""


@dataclass(frozen=True)
class FileBeside:
    """A file as the form names it."""

    uuid: UUID
    title: str
    size: int


def content_of(attachment: Attachment) -> bytes:
    """The bytes: those that were issued, or those of the draft."""
    return bytes(attachment.revision.content if attachment.revision else attachment.content or b"")


def files_of(contribution: Contribution) -> AttachmentQuerySet:
    """Those that go with the next submission, in the order of their sections."""
    present = Attachment.objects.attached().filter(contribution=contribution)
    return present.select_related("section", "activity").without_content()


def with_files_beside(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Each with what its form says of its files: they come with its row, so that the form asks no more often."""
    present = Attachment.objects.attached().filter(contribution=OuterRef("pk")).order_by("added_at", "id")
    said = JSONObject(uuid="uuid", title="title", size="size", section="section", activity="activity")
    return contributions.annotate(files_beside=ArraySubquery(present.values_list(said)))


def files_by_section(contribution: Contribution) -> Mapping[Keys, list[FileBeside]]:
    """The files of a contribution that came `with_files_beside`, by the section they belong to."""
    found = defaultdict(list)
    for one in contribution.files_beside:  # type: ignore[attr-defined]  # -- annotated above
        found[one["section"], one["activity"]].append(FileBeside(UUID(one["uuid"]), one["title"], one["size"]))
    return found
