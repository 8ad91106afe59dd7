"""The doors of our own: asking for a link, following it, choosing a password. The others are the library's."""

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication  # the library has no public name for it
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from foundation.accounts import links
from foundation.accounts.enums import Purpose
from foundation.accounts.forms import AskForLinkForm, ChoosePasswordForm
from foundation.accounts.languages import chosen_at_the_door
from foundation.accounts.limits import asking_door
from foundation.accounts.models import EntryLink, User
from foundation.accounts.services import choose_password
from foundation.errors import StaleVersion

CHOOSING = "accounts.chooses_password"
"""In the session: whose password may be chosen here, in place of which, and until when (seconds since 1970)."""
TIME_TO_CHOOSE = timedelta(minutes=30)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_link(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """Whoever asks gets the same answer for the same work, whether there is such an account or not.

    Raises `TooManyTriesError`.
    """
    form = AskForLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asking_door(request).knock()
        address = form.cleaned_data["email"]
        links.send_link_to(address, purpose, now=timezone.now())
        # As long as a password takes to check: what a mail costs more cannot be told apart from it.
        make_password(address)
        return HttpResponseRedirect(reverse("account_link_sent"))
    return TemplateResponse(
        request, "accounts/ask_for_link.html", {"form": form, "for_password": purpose == Purpose.PASSWORD}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_link(request: HttpRequest) -> HttpResponse:
    """Looking at a link changes nothing; the button of its page uses it up."""
    return _use(request) if request.method == "POST" else _look(request)


def _look(request: HttpRequest) -> HttpResponse:
    secret = request.GET.get("key", "")
    link = links.look_at(secret)
    if not links.is_open(link, now=timezone.now()):
        return _spent(request, link)
    return _page(request, link, "accounts/link.html", {"secret": secret})


def _use(request: HttpRequest) -> HttpResponse:
    secret = request.POST.get("key", "")
    link = links.use(secret, now=timezone.now())
    if link is None:
        return _spent(request, links.look_at(secret))
    if request.user.is_authenticated:
        logout(request)
    if link.purpose not in links.FOR_A_PASSWORD:
        return enter(request, link.user, method="link")
    request.session.cycle_key()
    until = timezone.now() + TIME_TO_CHOOSE
    stands = link.user.get_session_auth_hash()
    request.session[CHOOSING] = {"user": link.user_id, "until": until.timestamp(), "stands": stands}
    return HttpResponseRedirect(reverse("account_choose_password"))


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password_page(request: HttpRequest) -> HttpResponse:
    """Only with a link that was just used: a password, then in, past the second factor if there is one."""
    chooser = _chooser(request)
    if chooser is None:
        return _ask_for_another_link(request)
    form = ChoosePasswordForm(request.POST or None, user=chooser)
    if request.method == "POST" and form.is_valid():
        try:
            choose_password(chooser, form.cleaned_data["password"], now=timezone.now())
        except StaleVersion:
            return _ask_for_another_link(request)
        del request.session[CHOOSING]
        messages.success(request, _("Your password is set."))
        return enter(request, chooser, method="password_reset")
    return TemplateResponse(request, "accounts/choose_password.html", {"form": form, "chooser": chooser})


def enter(request: HttpRequest, user: User, *, method: str) -> HttpResponse:
    """Through the library's door: it asks for the second factor, and sends on to where this person begins."""
    record_authentication(request, user, method=method, email=user.email)
    return perform_login(request, user, email=user.email)


def _chooser(request: HttpRequest) -> User | None:
    kept = request.session.get(CHOOSING)
    if kept is None or kept["until"] < timezone.now().timestamp():
        return None
    chooser = User.objects.filter(pk=kept["user"], is_active=True).first()
    is_as_it_was = chooser is not None and chooser.get_session_auth_hash() == kept.get("stands")
    return chooser if is_as_it_was else None


def _ask_for_another_link(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, _("No password was set: the link has been used, or its time is over. Ask for another one here.")
    )
    return HttpResponseRedirect(reverse("account_reset_password"))


def _spent(request: HttpRequest, link: EntryLink | None) -> HttpResponse:
    return _page(request, link, "accounts/link_spent.html", {}, status=410 if link else 404)


def _page(
    request: HttpRequest, link: EntryLink | None, template: str, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    theirs = link.user.language if link and chosen_at_the_door(request) is None else ""
    language = theirs or translation.get_language() or "en"
    with translation.override(language):
        response = TemplateResponse(request, template, {"link": link, **more}, status=status).render()
    response["Content-Language"] = language
    response["Referrer-Policy"] = "strict-origin"
    return response
