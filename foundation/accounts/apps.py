"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users from migration 0001."""

    name = "foundation.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from foundation.accounts import known_browsers, languages  # noqa: PLC0415 -- the registry of apps must be ready first

        languages.connect()
        known_browsers.connect()
