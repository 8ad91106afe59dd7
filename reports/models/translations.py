"""Translations of answers: they stand beneath the authentic text, marked as such, and never in its place."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.localized import LANGUAGE_NAMES
from parties.enums import OfficeSide
from reports.enums import Use, Visibility
from reports.models.contributions import Contribution, SectionTerms, Snapshot, drafts_read_by
from reports.models.joint import TOLD, JointName
from reports.models.limits import within_rounds
from reports.models.templates import TemplateQuestion

if TYPE_CHECKING:
    from foundation.actors import Actor

LANGUAGE_CHOICES = list(LANGUAGE_NAMES.items())
OF_WHAT = ("uuid", "contribution", "question", "activity", "item", "authentic_language", "sha256", "language")


class AnswerTranslationQuerySet(models.QuerySet["AnswerTranslation"]):
    """A translation is read by those who read the answer, and by nobody else."""

    def visible_to(self, actor: "Actor") -> "AnswerTranslationQuerySet":
        """Of a draft: its own house. Of what was sent: own, staff, whom it names, and those it was opened to."""
        own = Q(contribution__in=Contribution.objects.visible_to(actor), stands_in__isnull=False)
        named = JointName.objects.visible_to(actor).filter(state__in=TOLD, snapshot__isnull=False)
        rows = self.filter(within_rounds(actor, "contribution__round"))
        return rows.filter(
            drafts_read_by(actor) | own | Q(stands_in__in=named.values("snapshot")) | _opened(bool(actor.worn))
        )

    def sent(self) -> "AnswerTranslationQuerySet":
        """Of words that were submitted."""
        return self.filter(stands_in__isnull=False)


def _opened(to_participants: bool) -> Q:  # noqa: FBT001 -- one of two circles
    """Of the answers submitted last, in sections that their participant opened without asking not to be named."""
    open_to = [Visibility.PARTICIPANTS, Visibility.PUBLIC] if to_participants else [Visibility.PUBLIC]
    latest = Snapshot.objects.filter(contribution=OuterRef("contribution")).order_by("-number").values("pk")[:1]
    terms = SectionTerms.objects.filter(
        contribution=OuterRef("contribution"),
        section__code=OuterRef("question__section__code"),
        visibility__in=open_to,
    ).exclude(use=Use.UNNAMED)
    return Q(Exists(terms), contribution__in=Contribution.objects.counted(), stands_in=Subquery(latest))


@kept(fixed=OF_WHAT, removable='OLD."stands_in_id" IS NULL')
class AnswerTranslation(Identified, Versioned):
    """The words of an answer in another language; moments in UTC. Its place is that of an answer.

    `sha256` is that of the authentic text (UTF-8) that was translated: once the answer says something else, the
    translation stays with what it translates. `stands_in` is the last submission with these very words; empty for those
    of a draft, which are its participant's own affair.
    """

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, verbose_name=_("contribution"), related_name="translations"
    )
    question = models.ForeignKey(
        TemplateQuestion, models.PROTECT, verbose_name=_("question"), related_name="+", related_query_name="translation"
    )
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        verbose_name=_("activity"),
        related_name="+",
        related_query_name="answer_translation",
        null=True,
        blank=True,
    )
    item = models.UUIDField(_("about"), null=True, blank=True, editable=False)
    authentic_language = models.CharField(_("language of the authentic text"), max_length=2, choices=LANGUAGE_CHOICES)
    sha256 = models.CharField(_("SHA-256 of the authentic text"), max_length=64)
    stands_in = models.ForeignKey(
        Snapshot, models.PROTECT, verbose_name=_("submission"), related_name="+", null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField(_("translation"))
    made_by_side = models.CharField(_("made"), max_length=16, choices=OfficeSide.choices)
    translated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("translated by"), related_name="+", null=True
    )
    translated_at = models.DateTimeField(_("translated at"))

    objects = AnswerTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation of an answer")
        verbose_name_plural = _("translations of answers")
        ordering = ("contribution", "question", "activity", "language", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "question", "activity", "item", "language", "sha256"],
                nulls_distinct=False,
                name=say(
                    "answer_translated_once_into_a_language",
                    _("This answer is translated into this language already. Open the page again."),
                ),
            ),
            models.CheckConstraint(
                condition=~Q(language=F("authentic_language")),
                name=say(
                    "translation_is_into_another_language",
                    _("The answer is written in this language: choose another one."),
                    field="language",
                ),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name=say("translation_has_words", _("Write the translation here."), field="text"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.language})"
