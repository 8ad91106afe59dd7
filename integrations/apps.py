"""The integrations app."""

from django.apps import AppConfig
from django.core.signals import request_finished
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    """Partner systems: clients, keys, scopes and webhooks."""

    name = "integrations"
    verbose_name = _("Partner systems")

    def ready(self) -> None:
        from integrations import schema, workflow  # noqa: F401, PLC0415 -- they register themselves
        from integrations.use import write_uses  # noqa: PLC0415 -- its models are ready only now

        request_finished.connect(write_uses, dispatch_uid="integrations.write_uses")
