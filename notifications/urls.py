"""The addresses of the notifications app outside the workbench."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("portal/reminders/", views.reminders, name="portal-reminders"),
    path("portal/reminders/<str:signed>/", views.why, name="portal-reminder"),
    path("reminders/digests/<str:signed>/", views.digests, name="digests"),
]
