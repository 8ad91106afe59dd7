"""Where whoever submits for a participant says at which address its systems are called, and sees what became of it."""

from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.actors import Actor
from foundation.errors import DomainError
from foundation.forms import seen_version, show
from integrations.forms import OwnReplayForm, OwnRotateForm, OwnWantedForm, OwnWebhookForm
from integrations.models import ApiClient, Webhook
from integrations.permissions import can_change_webhook, can_replay_webhook
from integrations.resources import resources
from integrations.selectors import last_calls
from integrations.services.webhooks import (
    change_webhook,
    enter_webhook,
    pause_webhook,
    remove_webhook,
    replay_webhook,
    resume_webhook,
    rotate_secret,
)
from integrations.views.clients import Page, keepers_page
from integrations.workflow import WEBHOOK

STEPS = {"pause": pause_webhook, "resume": resume_webhook, "remove": remove_webhook}


def own_webhooks(actor: Actor) -> QuerySet[Any]:
    """The webhooks of the systems that the reader keeps."""
    return Webhook.objects.visible_to(actor).select_related("client__party")


def said_on_its_page(act: Page) -> Page:
    """What is refused is said on the page of the webhook, with its status."""

    @wraps(act)
    def page(request: HttpRequest, actor: Actor, webhook: Webhook, **rest: str) -> HttpResponseBase:
        try:
            return act(request, actor, webhook, **rest)
        except DomainError as error:
            return _page(request, actor, webhook, error=error, status=error.status)

    return page


@keepers_page("GET", "HEAD", "POST")
def enter(request: HttpRequest, actor: Actor, client: ApiClient) -> HttpResponseBase:
    """Enter an address; its secret is shown on this answer alone."""
    form, status = OwnWebhookForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            said = {"version": _seen(request), "now": timezone.now(), **form.cleaned_data}
            return _secret(request, *enter_webhook(client, actor=actor, **said))
        except DomainError as error:
            show(form, error)
            status = error.status
    elif request.method == "POST":
        status = 400
    return render(request, "integrations/enter_webhook.html", {"client": client, "form": form}, status=status)


@keepers_page("GET", "HEAD", rows=own_webhooks)
def webhook(request: HttpRequest, actor: Actor, webhook: Webhook) -> HttpResponseBase:
    """One address: whether it is called, what may be done, and what became of the last calls."""
    return _page(request, actor, webhook)


@keepers_page("POST", rows=own_webhooks)
@said_on_its_page
def take(request: HttpRequest, actor: Actor, webhook: Webhook, step: str) -> HttpResponseBase:
    """Pause it, take it up again, or take it away."""
    STEPS[step](webhook, actor=actor, version=_seen(request), now=timezone.now())
    return redirect("portal-webhook", uuid=webhook.uuid)


@keepers_page("POST", rows=own_webhooks)
@said_on_its_page
def change(request: HttpRequest, actor: Actor, webhook: Webhook) -> HttpResponseBase:
    """Tell it of other kinds of things from now on."""
    form = OwnWantedForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, webhook, changing=form, status=400)
    change_webhook(webhook, actor=actor, version=_seen(request), now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved: it is told of these from now on."))
    return redirect("portal-webhook", uuid=webhook.uuid)


@keepers_page("POST", rows=own_webhooks)
@said_on_its_page
def replay(request: HttpRequest, actor: Actor, webhook: Webhook) -> HttpResponseBase:
    """Tell everything after a place once more."""
    form = OwnReplayForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, webhook, replaying=form, status=400)
    replay_webhook(webhook, actor=actor, version=_seen(request), now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Everything after this place is told once more."))
    return redirect("portal-webhook", uuid=webhook.uuid)


@keepers_page("POST", rows=own_webhooks)
@said_on_its_page
def secret(request: HttpRequest, actor: Actor, webhook: Webhook) -> HttpResponseBase:
    """Another secret; it is shown on this answer alone."""
    form = OwnRotateForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, webhook, rotating=form, status=400)
    made = rotate_secret(webhook, actor=actor, version=_seen(request), now=timezone.now(), **form.cleaned_data)
    return _secret(request, webhook, made)


def _seen(request: HttpRequest) -> int:
    return seen_version(request.POST.get("seen_version", ""))


def _secret(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponseBase:
    return render(request, "integrations/new_secret.html", {"webhook": webhook, "secret": secret})


def _page(
    request: HttpRequest,
    actor: Actor,
    webhook: Webhook,
    *,
    changing: forms.Form | None = None,
    replaying: forms.Form | None = None,
    rotating: forms.Form | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponseBase:
    named, is_there = resources(), can_change_webhook(actor, webhook)
    shown = {
        "webhook": webhook,
        "kinds": [named[name] for name in webhook.resources if name in named],
        "calls": last_calls(webhook),
        "steps": [(name, WEBHOOK.label(name)) for name in WEBHOOK.available(webhook, actor) if name != "remove"],
        "is_there": is_there,
        "replaying": (replaying or OwnReplayForm()) if can_replay_webhook(actor, webhook) else None,
        "changing": (changing or OwnWantedForm(initial={"resources": webhook.resources})) if is_there else None,
        "rotating": (rotating or OwnRotateForm()) if is_there else None,
        "error": error,
    }
    return render(request, "integrations/webhook.html", shown, status=status)
