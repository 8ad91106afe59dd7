"""Outcome texts and their paragraphs: number, source and alias are data (domain note, section 6)."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGE_NAMES, Localized
from meetings.enums import Part, TextKind, TextState
from meetings.models.corrections import CONCLUDED, IS_CORRECTION, OF_CONCLUDED, UNSAID, Corrected, fixed_once_concluded
from meetings.models.meetings import Meeting

if TYPE_CHECKING:
    from foundation.actors import Actor


class OutcomeTextQuerySet(models.QuerySet["OutcomeText"]):
    """Adopted texts are public; drafts are the workbench's."""

    def visible_to(self, actor: "Actor") -> "OutcomeTextQuerySet":
        """Staff see drafts too."""
        if actor.reads_as_staff:
            return self
        return self.filter(state=TextState.ADOPTED, meeting__in=Meeting.objects.visible_to(actor))


STATE_OF_TEXT = (
    "SELECT CASE WHEN OLD.state = 'adopted' THEN m.state END FROM meetings_meeting m WHERE m.id = OLD.meeting_id"
)
STATE_OF_PARAGRAPH = (
    "SELECT CASE WHEN t.state = 'adopted' THEN m.state END FROM meetings_outcometext t "
    "JOIN meetings_meeting m ON m.id = t.meeting_id WHERE t.id = OLD.outcome_text_id"
)
FACTS_OF_TEXT = ("meeting_id", "kind", "title_en", "title_fr", "title_ar", "authentic_language", "adopted_on")
MORE_THAN_ZERO, NEGATIVE = r"[^0٠۰\s.+()–−-]", r"^\s*[-–−]"
"""Numbers stand as printed (7, 7bis, IV, ٧): all are good that hold more than zeros and begin with no minus."""
WORDS_OF_PARAGRAPH = (
    *("outcome_text_id", "part", "number", "aliases"),
    *("short_title_en", "short_title_fr", "short_title_ar", "text_en", "text_fr", "text_ar"),
)


@kept()
@closed_once(meeting=CONCLUDED, unless="NEW.\"state\" = 'draft'")
@fixed_once_concluded(*FACTS_OF_TEXT, state=STATE_OF_TEXT)
@tracked
class OutcomeText(Identified, Versioned, Corrected):
    """A text a meeting adopted or issued: a declaration, conclusions, a Chair's summary."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="outcome_texts")
    kind = models.CharField(_("kind"), max_length=16, choices=TextKind.choices)
    state = models.CharField(_("state"), max_length=16, choices=TextState.choices, default=TextState.DRAFT)
    title = Localized(_("title"), max_length=300)
    authentic_language = models.CharField(
        _("authentic language"), max_length=2, choices=list(LANGUAGE_NAMES.items()), default="en"
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)

    objects = OutcomeTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome text")
        verbose_name_plural = _("outcome texts")
        ordering = ("-adopted_on", "id")

    def __str__(self) -> str:
        return str(self.title)


class ParagraphQuerySet(models.QuerySet["Paragraph"]):
    """Paragraphs are seen with their text."""

    def visible_to(self, actor: "Actor") -> "ParagraphQuerySet":
        """Those of the outcome texts the actor may see."""
        return self.filter(outcome_text__in=OutcomeText.objects.visible_to(actor))


@kept()
@closed_once(outcome_text=f"state = 'adopted' AND {OF_CONCLUDED}", unless=IS_CORRECTION, says=UNSAID)
@fixed_once_concluded(*WORDS_OF_PARAGRAPH, state=STATE_OF_PARAGRAPH)
@tracked
class Paragraph(Identified, Corrected):
    """A paragraph of an outcome text. `number` is as printed in `source`; other numberings are aliases.

    Short titles are ours, not official text. A correction has the reason that was given for its text.
    """

    outcome_text = models.ForeignKey(
        OutcomeText, models.CASCADE, verbose_name=_("outcome text"), related_name="paragraphs"
    )
    part = models.CharField(_("part"), max_length=16, choices=Part.choices)
    number = models.CharField(_("number as printed"), max_length=10)
    position = models.PositiveSmallIntegerField(_("position"))
    aliases = ArrayField(models.CharField(max_length=40), verbose_name=_("other numberings"), default=list, blank=True)
    short_title = Localized(_("short title"), max_length=300)
    text = Localized(_("text"), required=False)
    source = models.CharField(_("source of the numbering"), max_length=200, blank=True)

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ("outcome_text", "-part", "position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["outcome_text", "part", "number"],
                name=say(
                    "paragraph_number_used_once",
                    _("This number is used by another paragraph of this part."),
                    field="number",
                ),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=MORE_THAN_ZERO) & ~Q(number__regex=NEGATIVE),
                name=say(
                    "paragraph_has_a_number",
                    _("Paragraphs are numbered from 1: give the number as printed, for example 7, 7bis or IV."),
                    field="number",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.short_title}"
