"""Joins the lists of all apps, and what is told out of several at once, under /api/v1/."""

from rest_framework.routers import DefaultRouter

import khartoum.told
from khartoum.resources import ROUTES

router = DefaultRouter(use_regex_path=False)
router.include_root_view = False
router.include_format_suffixes = False
for prefix, viewset in ROUTES:
    router.register(prefix, viewset, basename=prefix)

urlpatterns = [*khartoum.told.addresses, *router.urls]
