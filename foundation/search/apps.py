"""The search app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """A side table that full-text search reads."""

    name = "foundation.search"
    label = "search"
    verbose_name = _("Search")
