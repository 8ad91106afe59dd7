"""The addresses of the reports app outside the workbench and the API."""

from django.urls import path

from reports.views.consolidated import report_page

urlpatterns = [path("portal/reports/<uuid:uuid>/", report_page, name="portal-report")]
