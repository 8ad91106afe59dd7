"""What a participant writes under each question, and every version of it: its own house's affair until it is sent."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from reports.models.contributions import (
    GOES_WITH_THE_DRAFT,
    LANGUAGE_CHOICES,
    SENT_OR_OVER,
    Contribution,
    OfDraftQuerySet,
)
from reports.models.templates import TemplateQuestion

if TYPE_CHECKING:
    from foundation.actors import Actor


class AnswerQuerySet(OfDraftQuerySet["Answer"]):
    """Working answers are read in their participant's own house only; everybody else reads snapshots."""


IS_WORKED_ON = """EXISTS (
                SELECT FROM reports_contribution c
                WHERE c.id = OLD."contribution_id" AND c."state" IN ('draft', 'reopened', 'question_open')
            )"""
"""SQL about an answer whose participant works on it: what was sent says the same until it is taken up again."""


@kept(
    fixed=("contribution", "activity", "item"),
    settled=("text", "language", "is_closed"),
    while_=IS_WORKED_ON,
    removable=GOES_WITH_THE_DRAFT,
)
@closed_once(contribution=SENT_OR_OVER)
class Answer(Identified, Versioned):
    """A participant's words under a question, in the language written: the authentic text. Versions of its own.

    `item` is the milestone, the indicator or the row of a list it is about (a uuid); empty for a question asked once.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="answers")
    question = models.ForeignKey(TemplateQuestion, models.PROTECT, related_name="+", related_query_name="answer")
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", related_query_name="answer", null=True, blank=True
    )
    item = models.UUIDField(_("about"), null=True, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES, default="en")
    text = models.TextField(_("answer"), blank=True)
    is_closed = models.BooleanField(_("closed"), default=False)
    said_before = models.TextField(_("in the last contribution"), blank=True, editable=False)
    asked_before = models.ForeignKey(
        TemplateQuestion, models.PROTECT, verbose_name=_("question as it was put before"), related_name="+", null=True
    )
    is_prefilled = models.BooleanField(_("taken from the last contribution, not confirmed yet"), default=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("contribution", "question", "activity", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "question", "activity", "item"],
                nulls_distinct=False,
                name=say("one_answer_per_question", _("This question is answered already.")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}"


# Kept by hand-written SQL (migration what_was_written_is_kept): only a draft that was deleted takes its versions along.
say("answer_version_is_kept", _("Earlier versions of an answer are kept as they were."))


class AnswerRevisionQuerySet(models.QuerySet["AnswerRevision"]):
    """Versions are read where the working answers are, and nowhere else."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the answers the actor may see."""
        return self.filter(answer__in=Answer.objects.visible_to(actor))


@closed_once(answer=f"EXISTS (SELECT FROM reports_contribution c WHERE c.id = contribution_id AND {SENT_OR_OVER})")
class AnswerRevision(models.Model):
    """What an answer said before: every version stays readable for its participant, in the language it was written in.

    `language` is empty where a version was kept before languages were noted with it.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    text = models.TextField(blank=True)
    is_closed = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    written_at = models.DateTimeField()

    objects = AnswerRevisionQuerySet.as_manager()

    class Meta:
        ordering = ("answer", "version")
        constraints = [models.UniqueConstraint(fields=["answer", "version"], name="answer_version_kept_once")]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"
