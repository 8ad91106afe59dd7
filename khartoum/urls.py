"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from khartoum.pages import views
from khartoum.pages.meeting import meeting_page
from khartoum.pages.meetings import meetings_page
from khartoum.pages.search_views import search_page

urlpatterns = [
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "api/v1/docs/",
        SpectacularSwaggerSplitView.as_view(
            url_name="schema", template_name="api/reference.html", http_method_names=["get", "head"]
        ),
        name="schema-page",
    ),
    path("api/v1/", include("khartoum.api")),
    path("", views.home, name="home"),
    path("chain/", views.chain_page, name="chain"),
    path("chain/plan/<slug:code>/", views.chain_page, name="chain-of-plan"),
    path("chain/<slug:kind>/<uuid:uuid>/", views.chain_link, name="chain-link"),
    path("meetings/", meetings_page, name="meetings"),
    path("meetings/<uuid:uuid>/", meeting_page, name="meeting"),
    path("search/", search_page, name="search"),
    path("admin/", admin.site.urls),
    path("accounts/", include("foundation.accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("documents.urls")),
    path("", include("reports.urls")),
    path("", include("notifications.urls")),
    path("", include("parties.urls")),
    path("", include("integrations.urls")),
]

handler400 = "khartoum.pages.refusals.not_read"
handler404 = "khartoum.pages.refusals.nothing_here"
handler500 = "khartoum.pages.refusals.out_of_order"
