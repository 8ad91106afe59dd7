"""The project as an app (it fills every registry) and the admin site as Django's default."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteAdminConfig(AdminConfig):
    """Django's admin with our site: who may enter is asked of the mandates."""

    default_site = "khartoum.admin.WorkbenchSite"


class KhartoumConfig(AppConfig):
    """Fills the registries of the lower apps."""

    name = "khartoum"

    def ready(self) -> None:
        from khartoum import celery, metrics, wiring  # noqa: PLC0415 -- the registry of apps must be ready first

        celery.app.set_default()
        wiring.connect()
        metrics.register()
