"""The admin site: who may enter is asked of the offices in force."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class WorkbenchSite(admin.AdminSite):
    """The workbench of presidency and secretariat."""

    site_header = _("Khartoum Process")
    site_title = _("Khartoum Process")
    index_title = _("Workbench")

    def has_permission(self, request: HttpRequest) -> bool:
        """Only an office of the presidency or the secretariat opens the admin site."""
        return bool(request.user.is_active and request.user.has_perm("site.open_admin"))
