"""The foundation as a Django app: template tags, sealed guards and database refusals turned into sentences."""

from django.apps import AppConfig, apps
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    """Installs what all rooms rest on: refusals as domain errors, sealed guards, language and zone without a lock."""

    name = "foundation"
    label = "foundation"
    verbose_name = "Foundation"

    def ready(self) -> None:
        from foundation.constraints import install_wrapper  # noqa: PLC0415 -- the registry of apps must be ready first
        from foundation.guards import seal_guards  # noqa: PLC0415 -- as above
        from foundation.per_thread import keep_per_thread  # noqa: PLC0415 -- as above
        from foundation.yes_and_no import keep_in_words  # noqa: PLC0415 -- as above

        keep_per_thread()
        keep_in_words()
        connection_created.connect(install_wrapper, dispatch_uid="foundation.constraints")
        once = apps.get_app_config("ledger")  # the signal comes for each app that has models; this one has none
        post_migrate.connect(seal_guards, sender=once, dispatch_uid="foundation.guards")
