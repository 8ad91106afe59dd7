"""Partner systems in the workbench: what narrows each, its keys and webhooks, pages that show a secret once."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from integrations.forms import (
    ClientForm,
    EnterWebhookForm,
    IssueKeyForm,
    LimitForm,
    ReplayForm,
    RevokeKeyForm,
    RotateForm,
    WantedForm,
)
from integrations.models import ApiClient, ApiKey, Delivery, Webhook
from integrations.permissions import can_change_webhook, can_keep_client, can_register_clients, can_replay_webhook
from integrations.services import clients as services
from integrations.services import webhooks
from integrations.workflow import WEBHOOK


class KeyInline(WorkbenchInline):
    """The keys that were issued, to read: of each only its beginning is known."""

    model = ApiKey
    fields = ("beginning", "issued_at", "expires_at", "retires_at", "revoked_at", "last_used_at")
    readonly_fields = fields

    @admin.display(description=_("key"))
    def beginning(self, key: ApiKey) -> str:
        """What finds it in a log."""
        return str(key)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Keys are issued by a step."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- as above
        """And revoked by another."""
        return False


def may_change(actor: Actor, _client: ApiClient) -> bool:
    """What narrows a client is staff's to say."""
    return can_register_clients(actor)


def secret_shown(
    screen: WorkbenchAdmin, request: HttpRequest, obj: Any, webhook: Webhook, secret: str
) -> TemplateResponse:
    """The page with a new secret: the only one on which it stands."""
    context = {**screen.admin_site.each_context(request), "title": _("The new secret"), "opts": screen.opts}
    shown = {**context, "original": obj, "webhook": webhook, "secret": secret}
    answer = TemplateResponse(request, "admin/integrations/secret.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


@admin.register(ApiClient)
class ClientAdmin(WorkbenchAdmin):
    """Who calls the API, with what, until when."""

    form = ClientForm
    list_display = ("name", "party", "scopes", "grants", "per_minute")
    list_select_related = ("party",)
    search_fields = ("name",)
    inlines = (KeyInline,)
    when_empty = {
        "title": _("No partner system has been entered yet."),
        "text": _(
            "A partner system is a program of a participant or a partner that calls the API. Enter it, give its account"
            " the mandates that say what it may read, and issue a key for it."
        ),
    }
    save_service = staticmethod(services.save_client)
    may_add = staticmethod(can_register_clients)
    may_change = staticmethod(may_change)
    steps = {
        "issue_key": Step(services.issue_key, form=IssueKeyForm, allowed=can_keep_client, label=_("Issue a key")),
        "revoke_key": Step(
            services.revoke_key,
            form=RevokeKeyForm,
            allowed=can_keep_client,
            label=_("Revoke a key"),
            confirm=_("From the next request on it opens nothing."),
            done=_("The key is revoked: from the next request on it opens nothing."),
        ),
        "limit": Step(
            services.limit_client,
            form=LimitForm,
            allowed=can_keep_client,
            label=_("Limit it"),
            done=_("Saved: it holds from the next request on."),
        ),
        "enter_webhook": Step(
            webhooks.enter_webhook,
            form=EnterWebhookForm,
            allowed=can_keep_client,
            label=_("Call it when something changes"),
        ),
    }

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The account and the participant that keeps it stay what they were."""
        fixed = ["user", "party"] if obj is not None else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:  # noqa: ARG002 -- Django's signature
        """A system that is being entered has no keys."""
        return (KeyInline,) if obj is not None else ()

    def told_after(self, request: HttpRequest, saved: ApiClient) -> Iterable[Sentence]:  # noqa: ARG002 -- as the house asks
        """What comes next, while no key was issued."""
        if not saved.keys.exists():
            yield _("Without a key it opens nothing yet: open its page and issue one.")

    def shown_after(self, request: HttpRequest, obj: Any, step: str, made: Any) -> HttpResponse | None:
        """A new key or secret stands on the answer to the very step that made it, and nowhere else."""
        if step == "enter_webhook":
            return secret_shown(self, request, obj, *made)
        if step != "issue_key":
            return None
        context = {**self.admin_site.each_context(request), "title": _("The new key"), "opts": self.opts}
        answer = TemplateResponse(request, "admin/integrations/key.html", {**context, "original": obj, "key": made})
        answer["Cache-Control"] = "no-store"
        return answer


@admin.register(Webhook)
class WebhookAdmin(WorkbenchAdmin):
    """Where a system is called, and whether."""

    workflow = WEBHOOK
    list_display = ("address", "client", "state", "failing_since")
    list_select_related = ("client",)
    list_filter = ("state",)
    search_fields = ("address", "client__name")
    fields = ("client", "address", "resources", "state", "state_since", "failing_since")
    readonly_fields = fields
    when_empty = {
        "title": _("No system is called yet."),
        "text": _("Open a partner system and say at which address it is called when something changes."),
    }
    steps = {
        "pause": Step(webhooks.pause_webhook, confirm=_("Nothing is lost: it is told of it once it is resumed.")),
        "change": Step(
            webhooks.change_webhook,
            form=WantedForm,
            allowed=can_change_webhook,
            label=_("Tell it of other things"),
            done=_("Saved: it is told of these from now on."),
        ),
        "resume": Step(webhooks.resume_webhook, confirm=_("It is told of everything that it did not take.")),
        "replay": Step(
            webhooks.replay_webhook,
            form=ReplayForm,
            allowed=can_replay_webhook,
            label=_("Replay"),
            done=_("Everything after this place is told once more."),
        ),
        "rotate_secret": Step(
            webhooks.rotate_secret, form=RotateForm, allowed=can_change_webhook, label=_("Make another secret")
        ),
        "remove": Step(
            webhooks.remove_webhook,
            confirm=_("It is called no more, for good. What became of its calls stays to be read for a while."),
        ),
    }

    def shown_after(self, request: HttpRequest, obj: Any, step: str, made: Any) -> HttpResponse | None:
        """A new secret stands on the answer to its step."""
        return secret_shown(self, request, obj, obj, made) if step == "rotate_secret" else None


@admin.register(Delivery)
class DeliveryAdmin(WorkbenchAdmin):
    """What became of each call: its place in the ledger, when, and the status code."""

    list_display = ("__str__", "webhook", "answered_at", "status", "fault", "delivered_at")
    list_select_related = ("webhook",)
    list_filter = ("fault",)
    search_fields = ("webhook__address",)
    fields = ("webhook", "round", "answered_at", "status", "fault", "delivered_at")
    readonly_fields = fields
    when_empty = {"title": _("Nobody was called yet."), "text": _("Here stands what became of each call of a webhook.")}
