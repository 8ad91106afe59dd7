"""The actionplan app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionplanConfig(AppConfig):
    """Plans, objectives, activities, milestones and indicators."""

    name = "actionplan"
    verbose_name = _("Action plan")

    def ready(self) -> None:
        from actionplan import workflow  # noqa: F401, PLC0415 -- registers the edge guards; models must be ready first
