"""The integrations app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    """Partner systems: clients, keys and scopes."""

    name = "integrations"
    verbose_name = _("Partner systems")
