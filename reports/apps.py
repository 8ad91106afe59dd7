"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Rounds, contributions, consolidated reports, endorsement and review."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from reports import receivers, workflow  # noqa: F401, PLC0415 -- models must be ready first
