"""Reads of the files beside a contribution's answers, without their bytes."""

from reports.models import Attachment, Contribution
from reports.models.attachments import AttachmentQuerySet


def files_of(contribution: Contribution) -> AttachmentQuerySet:
    """Those that go with the next submission, in the order of their sections."""
    present = Attachment.objects.attached().filter(contribution=contribution)
    return present.select_related("section", "activity").without_content()
