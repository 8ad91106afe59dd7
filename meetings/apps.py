"""The meetings app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Meetings, outcome texts, decisions and follow-up."""

    name = "meetings"
    verbose_name = _("Meetings")
