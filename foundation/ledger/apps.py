"""The ledger app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """An append-only record of what was done, sealed at commit."""

    name = "foundation.ledger"
    label = "ledger"
    verbose_name = _("Ledger")
