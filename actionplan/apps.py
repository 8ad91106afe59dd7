"""The actionplan app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionplanConfig(AppConfig):
    """Plans, objectives, activities, milestones and indicators."""

    name = "actionplan"
    verbose_name = _("Action plan")
