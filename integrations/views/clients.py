"""Where whoever submits for a participant keeps its partner systems: enters and limits them, issues their keys."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.actors import Actor, actor_on
from foundation.errors import DomainError
from foundation.forms import seen_version, show
from integrations.forms import OwnClientForm, OwnKeyForm, OwnLimitForm
from integrations.models import ApiClient, own_offices, own_units
from integrations.selectors import client_keys
from integrations.services.clients import issue_key, limit_client, register_own_client, revoke_key
from parties.models import Mandate

Page = Callable[..., HttpResponseBase]
Rows = Callable[[Actor], QuerySet[Any]]
"""The rows of which a page shows one, as far as its reader may see them."""


def own_clients(actor: Actor) -> QuerySet[Any]:
    """The systems that the reader keeps."""
    return ApiClient.objects.visible_to(actor).select_related("party")


def keepers_page(*methods: str, rows: Rows = own_clients) -> Callable[[Page], Page]:
    """A page for whoever submits for a participant, about one of its rows; for everybody else it is not there."""

    def decorate(view: Page) -> Page:
        @never_cache
        @require_http_methods(methods)
        @wraps(view)
        def page(request: HttpRequest, uuid: UUID | None = None, **rest: str) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = actor_on(request)
            if actor.reads_as_staff or not own_units(actor):
                raise Http404
            if uuid is None:
                return view(request, actor)
            return view(request, actor, get_object_or_404(rows(actor), uuid=uuid), **rest)

        return page

    return decorate


@keepers_page("GET", "HEAD", "POST")
def clients(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The partner systems of the reader's participant, and a form for another."""
    form = OwnClientForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = register_own_client(_own_mandate(actor), actor=actor, **form.cleaned_data)
            return redirect("portal-client", uuid=made.uuid)
        except DomainError as error:
            show(form, error)
    shown = {"clients": own_clients(actor), "form": form}
    return render(request, "integrations/clients.html", shown, status=400 if form.errors else 200)


@keepers_page("GET", "HEAD")
def client(request: HttpRequest, actor: Actor, client: ApiClient) -> HttpResponseBase:
    """One of them, with its keys."""
    return _page(request, actor, client, OwnKeyForm())


@keepers_page("POST")
def limit(request: HttpRequest, actor: Actor, client: ApiClient) -> HttpResponseBase:
    """Limit it to some rounds, or to none."""
    form = OwnLimitForm(request.POST, client=client, actor=actor)
    if not form.is_valid():
        return _page(request, actor, client, OwnKeyForm(), limiting=form, status=400)
    try:
        seen = seen_version(request.POST.get("seen_version", ""))
        limit_client(client, actor=actor, version=seen, now=timezone.now(), **form.cleaned_data)
    except DomainError as error:
        return _page(request, actor, client, OwnKeyForm(), error=error, status=error.status)
    messages.success(request, _("Saved: it holds from the next request on."))
    return redirect("portal-client", uuid=client.uuid)


@keepers_page("POST")
def keys(request: HttpRequest, actor: Actor, client: ApiClient) -> HttpResponseBase:
    """Issue a key; it is shown on this answer alone."""
    form = OwnKeyForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, client, form, status=400)
    try:
        seen = seen_version(request.POST.get("seen_version", ""))
        key = issue_key(client, actor=actor, version=seen, now=timezone.now(), **form.cleaned_data)
    except DomainError as error:
        show(form, error)
        return _page(request, actor, client, form, status=error.status)
    return render(request, "integrations/new_key.html", {"client": client, "key": key})


@keepers_page("POST")
def revoke(request: HttpRequest, actor: Actor, client: ApiClient) -> HttpResponseBase:
    """Revoke one of its keys."""
    key = next((one for one in client_keys(client) if str(one.uuid) == request.POST.get("key")), None)
    if key is None:
        raise Http404
    try:
        seen = seen_version(request.POST.get("seen_version", ""))
        revoke_key(client, actor=actor, version=seen, now=timezone.now(), key=key)
    except DomainError as error:
        return _page(request, actor, client, OwnKeyForm(), error=error, status=error.status)
    messages.success(request, _("The key is revoked: from the next request on it opens nothing."))
    return redirect("portal-client", uuid=client.uuid)


def _own_mandate(actor: Actor) -> Mandate:
    """The mandate by which the reader submits: what a program is entrusted with rests on it."""
    return Mandate.objects.select_related("party", "authority").get(pk=own_offices(actor)[0].mandate_id)


def _page(
    request: HttpRequest,
    actor: Actor,
    client: ApiClient,
    form: OwnKeyForm,
    *,
    limiting: OwnLimitForm | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponseBase:
    shown = [(key, key.is_in_force(actor.now)) for key in client_keys(client)]
    webhooks = list(client.webhooks.present())
    limits = {"limiting": limiting or OwnLimitForm(client=client, actor=actor)}
    context = {"client": client, "keys": shown, "webhooks": webhooks, "form": form, "error": error, **limits}
    return render(request, "integrations/client.html", context, status=status)
