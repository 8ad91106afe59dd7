"""The doors that this site has; what the library offers beyond them (signing up, more addresses) has none."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import TemplateView

from foundation.accounts import views
from foundation.accounts.enums import Purpose

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/link/", views.ask_for_link, {"purpose": Purpose.SIGN_IN}, name="account_ask_for_link"),
    path("link/", views.follow_link, name="account_link"),
    path("link/sent/", TemplateView.as_view(template_name="accounts/link_sent.html"), name="account_link_sent"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", TemplateView.as_view(template_name="account/signup_closed.html"), name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", views.ask_for_link, {"purpose": Purpose.PASSWORD}, name="account_reset_password"),
    path("password/choose/", views.choose_password_page, name="account_choose_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
