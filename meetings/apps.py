"""The meetings app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Meetings, outcome texts, decisions and follow-up."""

    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from meetings import workflow  # noqa: F401, PLC0415 -- registers the edge guards; models must be ready first
