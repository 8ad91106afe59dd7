"""The outbox app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Whatever leaves the system is a row first."""

    name = "foundation.outbox"
    label = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        from foundation.outbox import receivers, registry, transport, workflow  # noqa: F401, PLC0415 -- models first

        registry.carry("mail", transport.mail)
