"""The addresses of the integrations app outside the workbench and the API."""

from django.urls import path

from integrations.views import clients, webhooks

urlpatterns = [
    path("portal/partner-systems/", clients.clients, name="portal-clients"),
    path("portal/partner-systems/<uuid:uuid>/", clients.client, name="portal-client"),
    path("portal/partner-systems/<uuid:uuid>/limits/", clients.limit, name="portal-client-limits"),
    path("portal/partner-systems/<uuid:uuid>/keys/", clients.keys, name="portal-client-keys"),
    path("portal/partner-systems/<uuid:uuid>/revoke/", clients.revoke, name="portal-client-revoke"),
    path("portal/partner-systems/<uuid:uuid>/webhooks/", webhooks.enter, name="portal-client-webhooks"),
    path("portal/webhooks/<uuid:uuid>/", webhooks.webhook, name="portal-webhook"),
    path("portal/webhooks/<uuid:uuid>/kinds/", webhooks.change, name="portal-webhook-kinds"),
    path("portal/webhooks/<uuid:uuid>/remove/", webhooks.take, {"step": "remove"}, name="portal-webhook-remove"),
    path("portal/webhooks/<uuid:uuid>/secret/", webhooks.secret, name="portal-webhook-secret"),
    path("portal/webhooks/<uuid:uuid>/replay/", webhooks.replay, name="portal-webhook-replay"),
    path("portal/webhooks/<uuid:uuid>/pause/", webhooks.take, {"step": "pause"}, name="portal-webhook-pause"),
    path("portal/webhooks/<uuid:uuid>/resume/", webhooks.take, {"step": "resume"}, name="portal-webhook-resume"),
]
