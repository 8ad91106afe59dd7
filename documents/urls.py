"""The addresses of the documents app."""

from django.urls import path

from documents.views import download

app_name = "documents"
urlpatterns = [path("documents/revisions/<uuid:uuid>/", download, name="revision")]
