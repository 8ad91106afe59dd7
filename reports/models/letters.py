"""The letter route: what a participant sent in place of the form is the authentic text (domain note, section 2)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from documents.models import Revision
from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.wording import localdate
from reports.enums import LetterKind
from reports.models.contributions import Contribution, OfContributionQuerySet
from reports.models.templates import TemplateQuestion

if TYPE_CHECKING:
    from foundation.actors import Actor

# Both kept by hand-written SQL (migration letters_are_kept): no session can switch them off.
say("letter_is_kept", _("A registered letter is kept as it came."))
say("confirmed_passage_is_kept", _("The participant has confirmed this passage: it is kept as it stands."))

NOT_ARRANGED = "state NOT IN ('submitted', 'question_open', 'complete')"
"""SQL about a contribution that speaks for itself, or for nobody any more: no words of its letter are arranged."""


class LetterQuerySet(OfContributionQuerySet["Letter"]):
    """Letters are seen with their contribution."""


@closed_once(contribution="state <> 'not_started'")
class Letter(Identified, Versioned):
    """A note verbale, letter or mail that counts as a contribution from the moment it was received (UTC).

    `language` is any of ISO 639-1. The file is an issued revision of a work that this row serves; `version` grows with
    the passages arranged from it, nothing else of it ever changes.
    """

    contribution = models.OneToOneField(
        Contribution, models.PROTECT, verbose_name=_("contribution"), related_name="letter"
    )
    kind = models.CharField(_("what came"), max_length=16, choices=LetterKind.choices, default=LetterKind.NOTE_VERBALE)
    sender = models.CharField(_("sender, as written"), max_length=300)
    number = models.CharField(_("number"), max_length=80, blank=True)
    dated = models.DateField(_("dated"))
    received_at = models.DateTimeField(_("received at"))
    language = models.CharField(_("language"), max_length=2)
    file_name = models.CharField(_("file"), max_length=200)
    revision = models.OneToOneField(Revision, models.PROTECT, verbose_name=_("issued file"), related_name="+")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    registered_at = models.DateTimeField(_("registered at"))

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter in place of a contribution")
        verbose_name_plural = _("letters in place of contributions")
        ordering = ("-received_at", "id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class PassageQuerySet(models.QuerySet["Passage"]):
    """Passages are seen with their letter."""

    def visible_to(self, actor: "Actor") -> "PassageQuerySet":
        """Those of the contributions the actor may see."""
        return self.filter(letter__contribution__in=Contribution.objects.visible_to(actor))


@closed_once(letter=f"EXISTS (SELECT FROM reports_contribution c WHERE c.id = contribution_id AND {NOT_ARRANGED})")
class Passage(Identified):
    """Words of a letter that staff have placed under a question: arranged, and never an answer.

    Once its participant has confirmed it, the place under the question is the participant's own choice.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="passages")
    question = models.ForeignKey(TemplateQuestion, models.PROTECT, verbose_name=_("question"), related_name="+")
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("activity"), related_name="+", null=True, blank=True
    )
    text = models.TextField(_("words of the letter"))
    page = models.CharField(_("page"), max_length=20, blank=True)
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    arranged_at = models.DateTimeField(_("arranged at"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("arranged passage")
        verbose_name_plural = _("arranged passages")
        ordering = ("letter", "question__section__position", "question__position", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name=say("passage_says_something", _("Copy the words of the letter."), field="text"),
            )
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)

    @property
    def mark(self) -> str:
        """Whose words these are by now, in one phrase."""
        day = {"day": localdate(self.letter.dated)}
        if self.confirmed_at:
            return gettext("letter of %(day)s, confirmed by the participant") % day
        return gettext("arranged by the Secretariat from the letter of %(day)s") % day

    @property
    def unnamed_mark(self) -> str:
        """The same where its participant is not to be named: a day could name it."""
        if self.confirmed_at:
            return gettext("from a letter, confirmed by the participant")
        return gettext("arranged by the Secretariat from a letter")
