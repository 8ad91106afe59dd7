"""Questions to a contribution: the Secretariat asks, the participant answers, or has nothing to add."""

from django.conf import settings
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplan.models import Activity
from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.localized import LANGUAGE_NAMES
from reports.enums import QueryState
from reports.models.contributions import Contribution, OfContributionQuerySet
from reports.models.templates import TemplateQuestion
from reports.names import section_anchor


class QueryQuerySet(OfContributionQuerySet["Query"]):
    """Questions are seen with their contribution."""


@kept(fixed=("contribution", "question", "activity"))
@closed_once(contribution="state <> 'question_open'")
class Query(Identified, Versioned):
    """One question of the Secretariat or the Presidency, with the participant's reply; asked again, a thread."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, verbose_name=_("contribution"), related_name="queries"
    )
    question = models.ForeignKey(
        TemplateQuestion, models.PROTECT, verbose_name=_("question"), related_name="+", null=True, blank=True
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("activity"), related_name="+", null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=16, choices=QueryState.choices, default=QueryState.OPEN)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()), default="en")
    asked = models.TextField(_("question"))
    asked_at = models.DateTimeField(pgettext_lazy("of a question", "asked at"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    reply = models.TextField(_("reply"), blank=True)
    reply_language = models.CharField(max_length=2, choices=list(LANGUAGE_NAMES.items()), default="en")
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)

    objects = QueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a contribution")
        verbose_name_plural = _("questions to contributions")
        ordering = ("contribution", "asked_at", "id")

    def __str__(self) -> str:
        return Truncator(self.asked).chars(80)

    @property
    def anchor(self) -> str:
        """That of the section of the form it is about; nothing where it is about all of them."""
        if self.question is None:
            return ""
        return section_anchor(self.question.section.uuid, self.activity.uuid if self.activity else None)


# Kept by hand-written SQL (migrations said_in_a_thread_is_kept and what_was_written_is_kept): a question or a reply
# gives way to the next one only when a turn holds it.
say("said_in_a_thread_is_kept", _("What was asked and replied is kept as it was."))


@closed_once(
    query="EXISTS (SELECT FROM reports_contribution c WHERE c.id = contribution_id AND c.state <> 'question_open')"
)
class QueryTurn(models.Model):
    """What was asked and replied before staff asked again in the same thread; frozen. The last turn is the thread's."""

    query = models.ForeignKey(Query, models.PROTECT, related_name="turns")
    asked = models.TextField()
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=16, choices=QueryState.choices)
    reply = models.TextField(blank=True)
    reply_language = models.CharField(max_length=2)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("query", "asked_at", "id")

    def __str__(self) -> str:
        return Truncator(self.asked).chars(80)
