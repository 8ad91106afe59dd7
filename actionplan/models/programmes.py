"""A Presidency's programme, one per term, and the context notes that activities refer to (paragraph 16)."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.enums import ProgrammeState
from actionplan.models.frameworks import PublicQuerySet
from foundation.base import Identified, Versioned
from foundation.ledger.history import tracked
from foundation.localized import Localized
from parties.models import Presidency

if TYPE_CHECKING:
    from foundation.actors import Actor


class ProgrammeQuerySet(models.QuerySet["PresidencyProgramme"]):
    """Programmes are public once the senior officials agreed them; until then the workbench's."""

    def visible_to(self, actor: "Actor") -> "ProgrammeQuerySet":
        """Staff see drafts too."""
        if actor.is_system or (actor.worn and actor.hat in {"presidency", "secretariat"}):
            return self
        return self.filter(state__in=[ProgrammeState.AGREED, ProgrammeState.ACCOUNTED])


@tracked
class PresidencyProgramme(Identified, Versioned):
    """The work plan of one term of the chair."""

    presidency = models.OneToOneField(
        Presidency, models.PROTECT, verbose_name=_("Presidency"), related_name="+", related_query_name="programme"
    )
    state = models.CharField(_("state"), max_length=16, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT)
    priorities = Localized(_("priorities"), required=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme of a Presidency")
        verbose_name_plural = _("programmes of Presidencies")
        ordering = ("presidency", "id")

    def __str__(self) -> str:
        return str(self.presidency)


@tracked
class ContextNote(Identified):
    """A migration trend with its source and date, which activities refer to (paragraph 16)."""

    title = Localized(_("title"), max_length=300)
    trend = Localized(_("trend"))
    source = models.CharField(_("source"), max_length=300)
    noted_on = models.DateField(_("date"))

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("context note")
        verbose_name_plural = _("context notes")
        ordering = ("-noted_on", "id")

    def __str__(self) -> str:
        return str(self.title)
