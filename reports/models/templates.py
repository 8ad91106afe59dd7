"""Templates of questions, versioned: a round keeps the version it was opened with."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.ledger.history import tracked
from foundation.localized import Localized
from reports.enums import Audience, QuestionKind

if TYPE_CHECKING:
    from foundation.actors import Actor

# Kept by hand-written SQL (migration snapshot_is_frozen): no session can switch it off.
IN_USE = _("This edition is in use by a round. Make its next edition and change that.")
say("template_in_use_is_frozen", IN_USE)


class TemplateQuerySet(models.QuerySet["Template"]):
    """Forms in preparation are the workbench's; those in use are read by whoever may be asked to fill them in."""

    def visible_to(self, actor: "Actor") -> "TemplateQuerySet":
        """Staff see all, whoever holds an office those that a round has opened with, the public none."""
        if actor.reads_as_staff:
            return self
        return self.filter(is_frozen=True) if actor.worn else self.none()


@tracked
class Template(Identified, Versioned):
    """A set of questions for one audience. Once a round has opened with it, it is changed by its next edition."""

    code = models.SlugField(_("code"), max_length=40)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    title = Localized(_("title"), max_length=200)
    audience = models.CharField(_("written for"), max_length=16, choices=Audience.choices)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    is_frozen = models.BooleanField(_("in use"), default=False, editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ("code", "-edition", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "edition", "audience"],
                name=say("template_edition_used_once", _("This edition exists already."), field="edition"),
            )
        ]

    def __str__(self) -> str:
        named = {"title": self.title, "audience": self.get_audience_display(), "edition": self.edition}
        return gettext("%(title)s (%(audience)s, edition %(edition)s)") % named


class TemplateSectionQuerySet(models.QuerySet["TemplateSection"]):
    """Sections are seen with their template."""

    def visible_to(self, actor: "Actor") -> "TemplateSectionQuerySet":
        """Those of the templates the actor may see."""
        return self.filter(template__in=Template.objects.visible_to(actor))


@tracked
class TemplateSection(Identified):
    """A section of a template; a section per activity is repeated for each activity the participant leads."""

    template = models.ForeignKey(Template, models.CASCADE, verbose_name=_("template"), related_name="sections")
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = Localized(_("title"), max_length=200)
    help = Localized(_("explanation"), required=False)
    per_activity = models.BooleanField(_("for each activity the participant leads"), default=False)
    for_supporting = models.BooleanField(_("for each activity the participant supports"), default=False)
    asked: list["TemplateQuestion"]
    """Its questions in order, where `selectors.asked.sections_of` read it."""

    objects = TemplateSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("template", "position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "code"],
                name=say("section_code_used_once", _("This code is used by another section."), field="code"),
            ),
            models.CheckConstraint(
                condition=~Q(per_activity=True, for_supporting=True),
                name=say(
                    "section_is_for_lead_or_supporting", _("A section is for the lead or for supporting participants.")
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class TemplateQuestionQuerySet(models.QuerySet["TemplateQuestion"]):
    """Questions are seen with their template."""

    def visible_to(self, actor: "Actor") -> "TemplateQuestionQuerySet":
        """Those of the templates the actor may see."""
        return self.filter(section__template__in=Template.objects.visible_to(actor))


@tracked
class TemplateQuestion(Identified):
    """One question of a section."""

    section = models.ForeignKey(TemplateSection, models.CASCADE, related_name="questions")
    code = models.SlugField(_("code"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=QuestionKind.choices, default=QuestionKind.LONG_TEXT)
    text = Localized(_("question"), max_length=500)
    help = Localized(_("explanation"), required=False)
    is_required = models.BooleanField(_("required"), default=False)

    objects = TemplateQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("section", "position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "code"],
                name=say("question_code_used_once", _("This code is used by another question."), field="code"),
            )
        ]

    def __str__(self) -> str:
        return str(self.text)
