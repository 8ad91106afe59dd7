"""The parties app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """Participants, presidencies, committee seats, offices and mandates."""

    name = "parties"
    verbose_name = _("Participants")

    def ready(self) -> None:
        from parties import workflow  # noqa: F401, PLC0415 -- registers the edge guards; models must be ready first
