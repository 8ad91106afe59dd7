"""The notifications app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """What falls due, for whom, and when."""

    name = "notifications"
    verbose_name = _("Notifications")
