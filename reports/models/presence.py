"""Who is in which section of a form right now: a note that is overwritten, kept in no ledger and in no history."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.constraints import say
from reports.models.contributions import Contribution, OfDraftQuerySet
from reports.models.templates import TemplateSection


class PresenceQuerySet(OfDraftQuerySet["Presence"]):
    """Colleagues only: who works on a draft is nobody else's business."""


class Presence(models.Model):
    """One person in one form, and the section they were last seen in. Older than a minute (UTC) it says nothing."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="+", related_query_name="presence")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section = models.ForeignKey(TemplateSection, models.CASCADE, related_name="+", null=True)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+", null=True)
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence in a form")
        verbose_name_plural = _("presences in forms")
        ordering = ("contribution", "user", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "user"],
                name=say("one_presence_per_person_and_form", _("This person is noted in this form already.")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.contribution_id}"
