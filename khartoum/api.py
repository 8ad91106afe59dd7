"""Joins the routers of all apps under /api/v1/."""

from rest_framework.routers import DefaultRouter

import actionplan.api
import documents.api
import khartoum.told
import meetings.api
import parties.api
import reports.api

router = DefaultRouter(use_regex_path=False)
router.include_root_view = False
router.include_format_suffixes = False
for routes in (
    parties.api.routes,
    documents.api.routes,
    meetings.api.routes,
    actionplan.api.routes,
    reports.api.routes,
):
    for prefix, viewset in routes:
        router.register(prefix, viewset, basename=prefix)

urlpatterns = [*khartoum.told.addresses, *router.urls]
