"""The documents app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Works, their language expressions and their frozen revisions."""

    name = "documents"
    verbose_name = _("Documents")
