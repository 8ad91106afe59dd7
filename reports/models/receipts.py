"""What is still owed to a participant after a submission: the frozen PDF, and the mail with the place in the ledger."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models import Revision
from foundation.base import Identified
from foundation.kept import kept
from reports.models.contributions import Snapshot

MOST_TRIES = 5


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Receipts, by what is still to be done."""

    def owed(self) -> "ReceiptQuerySet":
        """Not mailed yet, or without its paper after fewer tries than are worth it."""
        return self.filter(Q(mailed_at=None) | Q(revision=None, tries__lt=MOST_TRIES))


@kept(fixed=("snapshot",), once=("revision", "mailed_at"))
class Receipt(Identified):
    """Written in the transaction of the submission; kept by whoever comes first, a worker or a reader.

    `revision` is the PDF in the language of the contribution, frozen with a SHA-256 of its own. The mail waits for the
    block of the ledger, which is sealed when the submission commits.
    """

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="receipt")
    revision = models.OneToOneField(
        Revision, models.PROTECT, verbose_name=_("frozen PDF"), related_name="+", null=True, blank=True
    )
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ("id",)
        indexes = [
            models.Index(fields=["id"], condition=Q(mailed_at=None) | Q(revision=None), name="receipt_is_still_owed")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot}"
