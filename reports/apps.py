"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Rounds, contributions, consolidated reports, endorsement and review."""

    name = "reports"
    verbose_name = _("Reports")
