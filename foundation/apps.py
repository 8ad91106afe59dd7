"""The foundation as a Django app: template tags, checks and the translation of database refusals into sentences."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class FoundationConfig(AppConfig):
    """Installs the one wrapper that turns database refusals into domain errors."""

    name = "foundation"
    label = "foundation"
    verbose_name = "Foundation"

    def ready(self) -> None:
        from foundation.constraints import install_wrapper  # noqa: PLC0415 -- the registry of apps must be ready first

        connection_created.connect(install_wrapper, dispatch_uid="foundation.constraints")
