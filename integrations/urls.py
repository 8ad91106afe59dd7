"""The addresses of the integrations app outside the workbench and the API."""

from django.urls import path

from integrations import views

urlpatterns = [
    path("portal/partner-systems/", views.clients, name="portal-clients"),
    path("portal/partner-systems/<uuid:uuid>/", views.client, name="portal-client"),
    path("portal/partner-systems/<uuid:uuid>/keys/", views.keys, name="portal-client-keys"),
    path("portal/partner-systems/<uuid:uuid>/revoke/", views.revoke, name="portal-client-revoke"),
]
