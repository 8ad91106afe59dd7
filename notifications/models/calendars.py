"""When the offices of a participant work: one row per working day, with its hours in UTC."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.constraints import say


class WorkingDay(models.Model):
    """A day on which the people of one calendar are at work; other days have no row.

    `calendar` names a participant, a zone and a weekend (`notifications.calendars`). The day is local, the hours are
    UTC: computed in Python from the zone, so that SQL need know nothing of summer time.
    """

    calendar = models.CharField(_("calendar"), max_length=100)
    day = models.DateField(_("day"))
    opens_at = models.DateTimeField(_("from"))
    closes_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("working day")
        verbose_name_plural = _("working days")
        ordering = ("calendar", "day", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "day"],
                name=say("working_day_stands_once", _("This day already stands in this calendar."), field="day"),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name=say("working_day_ends_after_it_begins", _("The end must lie after the beginning.")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.day}"
