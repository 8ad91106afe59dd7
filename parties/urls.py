"""The addresses of the parties app outside the workbench."""

from django.urls import path

from parties import views

urlpatterns = [path("portal/offices/<uuid:uuid>/", views.office, name="portal-office")]
