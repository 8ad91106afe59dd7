"""The five JVAP domains and the goals of other frameworks that activities serve."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified
from foundation.constraints import say
from foundation.ledger.history import tracked
from foundation.localized import Localized
from foundation.wording import headed

if TYPE_CHECKING:
    from foundation.actors import Actor


class PublicQuerySet(models.QuerySet[models.Model]):
    """Rows everybody may see."""

    def visible_to(self, actor: "Actor") -> "PublicQuerySet":  # noqa: ARG002 -- every queryset of the house answers it
        """All of them."""
        return self


@tracked
class JvapDomain(Identified):
    """One of the five domains of the Joint Valletta Action Plan (November 2015)."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    title = Localized(_("title"), max_length=200)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("JVAP domain")
        verbose_name_plural = _("JVAP domains")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


@tracked
class Framework(Identified):
    """Another framework: the Global Compact for Migration, the SDGs, Agenda 2063, the JVAP's priority areas."""

    code = models.SlugField(_("code"), unique=True)
    name = Localized(_("name"), max_length=200)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.name)


@tracked
class FrameworkGoal(Identified):
    """A goal, objective or target of a framework; titles are short and ours."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="goals")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = Localized(_("title"), max_length=300)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal of a framework")
        verbose_name_plural = _("goals of frameworks")
        ordering = ("framework", "position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                name=say("goal_code_used_once", _("This code is used already."), field="code"),
            )
        ]

    def __str__(self) -> str:
        return headed(self.code, self.title)
