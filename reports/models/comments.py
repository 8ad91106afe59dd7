"""Comments on a circulated draft: what a participant says about a paragraph or the whole, and what became of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from documents.models import Revision
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGE_NAMES
from parties.models import Party
from reports.enums import CommentKind, CommentState
from reports.models.consolidated import ConsolidatedReport
from reports.models.limits import within_rounds

if TYPE_CHECKING:
    from foundation.actors import Actor

SETTLED = (CommentState.TAKEN_UP, CommentState.TAKEN_UP_IN_PART, CommentState.NOT_TAKEN_UP)
"""States in which the drafters have said what became of it."""
EXPLAINED = (CommentState.TAKEN_UP_IN_PART, CommentState.NOT_TAKEN_UP)
"""States that are not reached without a sentence that says why."""
SAID = ("report", "revision", "party", "paragraph", "kind", "text", "reason", "language", "made_by", "made_at")


class CommentQuerySet(models.QuerySet["Comment"]):
    """A comment is between its participant and the drafters."""

    def visible_to(self, actor: "Actor") -> "CommentQuerySet":
        """Staff see all, the offices of a participant its own; while it is on hold, neither side of it any."""
        rows = self.filter(within_rounds(actor, "report__round"))
        if actor.reads_as_staff:
            return rows
        offices = (office for office in actor.worn if office.side == "participant" and office.authority_id is None)
        return rows.filter(party__in={office.unit_id for office in offices})


@kept(fixed=SAID, stepped=("disposition", "settled_by", "settled_at"))
@tracked
class Comment(Identified, Versioned):
    """What a participant says about the draft it read, in its own words; moments in UTC (domain note, section 4).

    `paragraph` is the number printed in that revision, none for the report as a whole: paragraphs are rewritten and
    numbered anew afterwards, what was read is not.
    """

    report = models.ForeignKey(
        ConsolidatedReport, models.PROTECT, verbose_name=_("consolidated report"), related_name="comments"
    )
    revision = models.ForeignKey(Revision, models.PROTECT, verbose_name=_("circulated text"), related_name="+")
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("participant"), related_name="+", related_query_name="report_comment"
    )
    paragraph = models.PositiveSmallIntegerField(_("paragraph"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=CommentKind.choices)
    text = models.TextField(_("text"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()), default="en")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(_("made at"))
    state = models.CharField(_("state"), max_length=20, choices=CommentState.choices, default=CommentState.STANDING)
    disposition = models.TextField(_("what became of it"), blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField(_("said at"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a report")
        verbose_name_plural = _("comments on reports")
        ordering = ("report", "paragraph", "party__sort_en", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CommentKind.NONE, text="") | ~Q(kind=CommentKind.NONE) & ~Q(text=""),
                name=say(
                    "comment_has_words_unless_there_is_none",
                    _("Write your comment here; “no comment” has no words."),
                    field="text",
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind=CommentKind.NONE) | Q(paragraph=None),
                name=say(
                    "no_comment_is_about_the_whole_report",
                    _("“No comment” is said about the report as a whole."),
                    field="paragraph",
                ),
            ),
            models.UniqueConstraint(
                fields=["report", "party"],
                condition=Q(kind=CommentKind.NONE, state=CommentState.STANDING),
                name=say("no_comment_is_said_once", _("Your participant has said “no comment” already."), field="kind"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=EXPLAINED) | ~Q(disposition=""),
                name=say(
                    "comment_not_taken_up_is_explained",
                    _("Say why, in a sentence that the participant will read."),
                    field="disposition",
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=SETTLED, settled_at__isnull=False)
                | ~Q(state__in=SETTLED) & Q(settled_at=None, disposition=""),
                name=say(
                    "settled_comment_has_its_moment", _("What became of a comment is said once it is dealt with.")
                ),
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(80) or str(self.get_kind_display())
