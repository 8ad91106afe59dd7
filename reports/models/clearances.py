"""Clearance inside a participant's own house: who cleared the answers, and which answers those were."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.base import Identified
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from reports.models.contributions import GOES_WITH_THE_DRAFT, NOT_WRITTEN, Contribution, OfDraftQuerySet

VERSION_LENGTH = 12
"""Hexadecimal digits of the SHA-256 of the answers: short enough to be copied from a paper."""
CLEARED = ("contribution", "cleared_by", "cleared_on", "answers_version", "recorded_by", "recorded_at")


class ClearanceQuerySet(OfDraftQuerySet["Clearance"]):
    """Clearances are the participant's own affair, like its drafts."""


@kept(fixed=CLEARED, removable=GOES_WITH_THE_DRAFT)
@closed_once(contribution=NOT_WRITTEN)
class Clearance(Identified):
    """A person or authority cleared the answers on a day, as somebody of the participant recorded it.

    `answers_version` is printed on the paper that was cleared: answers with another version were changed since.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="clearances")
    cleared_by = models.CharField(pgettext_lazy("a paper, by an authority", "cleared by"), max_length=200)
    cleared_on = models.DateField(_("cleared on"))
    answers_version = models.CharField(_("version of the answers"), max_length=VERSION_LENGTH)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+", null=True
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ("contribution", "recorded_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(answers_version__regex=r"^[0-9a-f]{12}$"),
                name=say(
                    "clearance_names_its_version",
                    _("Copy the version from the paper: twelve digits and letters from a to f."),
                    field="answers_version",
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.cleared_by} ({self.cleared_on})"
