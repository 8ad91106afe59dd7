"""Sections that a focal point hands to a colleague of another ministry: who writes what, inside one participant."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from reports.enums import HandedState
from reports.models.contributions import GOES_WITH_THE_DRAFT, NOT_WRITTEN, Contribution, OfDraftQuerySet
from reports.models.templates import TemplateSection
from reports.names import section_anchor

LONGEST_NOTE = 200
WITH_SOMEBODY = _("This section is handed to somebody already: take it back first.")
"""Characters of the line that goes with a section."""
HANDED = ("contribution", "activity", "user", "due_at", "note", "handed_by", "handed_at")
"""What was said when it was handed over. The section follows the round to a later edition of its template."""


class HandedSectionQuerySet(OfDraftQuerySet["HandedSection"]):
    """Who writes what is the business of one house, like its drafts."""

    def current(self) -> "HandedSectionQuerySet":
        """Handed to somebody now, finished or not."""
        return self.exclude(state=HandedState.CLOSED)


@kept(fixed=HANDED, stepped=("finished_at",), removable=GOES_WITH_THE_DRAFT)
@closed_once(contribution=NOT_WRITTEN)
class HandedSection(Identified, Versioned):
    """One section (of one activity) that one person was asked to write, perhaps until a moment (UTC), with one line.

    It is closed when it is taken back, handed on, or sent with the contribution; the ledger keeps what happened.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="handed")
    section = models.ForeignKey(TemplateSection, models.PROTECT, verbose_name=_("section"), related_name="+")
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("activity"), related_name="+", null=True, blank=True
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("handed to"),
        related_name="+",
        related_query_name="handed_section",
    )
    state = models.CharField(_("state"), max_length=16, choices=HandedState.choices, default=HandedState.HANDED)
    due_at = models.DateTimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    handed_at = models.DateTimeField(_("handed over at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = HandedSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section handed over")
        verbose_name_plural = _("sections handed over")
        ordering = ("contribution", "section__position", "activity__code", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "section", "activity"],
                nulls_distinct=False,
                condition=~Q(state=HandedState.CLOSED),
                name=say("section_is_handed_to_one_person", WITH_SOMEBODY, field="places"),
            ),
            models.CheckConstraint(
                condition=~Q(state=HandedState.FINISHED) | Q(finished_at__isnull=False),
                name=say("finished_section_has_its_moment", _("Say when the section was finished.")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}" if self.activity is None else f"{self.section} · {self.activity.code}"

    @property
    def keys(self) -> tuple[int, int | None]:
        """Which section of which activity, by their keys."""
        return self.section_id, self.activity_id

    @property
    def anchor(self) -> str:
        """Its place on the page of the form."""
        return section_anchor(self.section.uuid, self.activity.uuid if self.activity else None)
