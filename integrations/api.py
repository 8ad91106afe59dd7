"""The webhooks of a partner system and what became of each call, read and kept by the system itself with its key."""

from datetime import timedelta
from typing import Any

import django_filters
import orjson
from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.actors import Actor
from foundation.api.fields import uuid_of
from foundation.api.plan import Derived, Reading
from foundation.api.renderers import encode
from foundation.api.steps import transitions
from foundation.api.views import ReadViewSet
from foundation.api.writes import Sent, WriteViewSet, changing, creating, removing, step
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.selectors import START, Cursor
from foundation.outbox.enums import State
from integrations import cursors
from integrations.enums import WebhookState
from integrations.hooks import signing
from integrations.models import LONGEST_ADDRESS, ApiClient, Delivery, Webhook, WebhookSecret
from integrations.models.clients import LONGEST_GRANT
from integrations.services.clients import LONGEST_OVERLAP
from integrations.services.webhooks import (
    change_webhook,
    enter_webhook,
    pause_webhook,
    remove_webhook,
    replay_webhook,
    resume_webhook,
    rotate_secret,
)
from integrations.workflow import WEBHOOK

CALLED = "each call changes what is known of a webhook, and is no entry of the ledger"
OFFERED = {"pause": "pause", "resume": "resume"}
"""The steps of a webhook that systems take, with their addresses."""
BY_PEOPLE = _(
    "A webhook is entered here by the system itself, with its key; people enter it on the page of the system."
)
NO_CURSOR = _("This is no cursor of the feed of changes.")


class SecretSerializer(serializers.ModelSerializer[WebhookSecret]):
    """That there is a secret, and until when calls are signed with it. It is told when it is made, and never again."""

    class Meta:
        model = WebhookSecret
        fields = ("uuid", "issued_at", "retires_at")


def _row_of(values: tuple[Any, ...]) -> Webhook:
    state, client, party = values
    return Webhook(state=state, client=ApiClient(pk=client, party_id=party))


def _no_hindrance(_actor: Actor, _step: str, _webhook: Webhook) -> None:
    return None


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    """An address that is called when something changed; `resources` are the lists it is told of, none: all."""

    secrets = SecretSerializer(many=True, read_only=True)
    available_transitions = transitions(
        WEBHOOK, OFFERED, ("state", "client_id", "client__party_id"), _row_of, _no_hindrance
    )

    class Meta:
        model = Webhook
        fields: tuple[str, ...] = (
            "uuid",
            "version",
            "address",
            "resources",
            "state",
            "state_since",
            "failing_since",
            "secrets",
            "available_transitions",
        )


class WebhookWithSecretSerializer(WebhookSerializer):
    """A webhook with the secret that was just made for it."""

    secret = serializers.CharField(read_only=True, help_text="`whsec_…`, told on this answer alone: keep it.")

    class Meta(WebhookSerializer.Meta):
        fields = (*WebhookSerializer.Meta.fields, "secret")


def _resources() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_GRANT),
        required=False,
        max_length=100,
        help_text="Names of lists it is told of; none: all that the key may read.",
    )


class WebhookSent(Sent):
    """Where to call, and of what to tell."""

    address = serializers.CharField(
        max_length=LONGEST_ADDRESS, help_text="As `https://example.org/changes`: by https, with a name and no port."
    )
    resources = _resources()


class WantedSent(Sent):
    """Of what to tell from now on."""

    resources = _resources()


class ReplaySent(Sent):
    """From where everything is told once more."""

    after = serializers.CharField(
        required=False, max_length=500, help_text="A cursor of the feed of changes; left out: from the beginning."
    )


class RotateSent(Sent):
    """How long the secret before goes on."""

    overlap = serializers.IntegerField(
        required=False,
        default=0,
        min_value=0,
        max_value=int(LONGEST_OVERLAP.total_seconds()),
        help_text="Seconds for which calls are signed with both; none: the earlier one ends at once.",
    )


class WebhookFilter(django_filters.FilterSet):
    """By whether it is told of changes."""

    state = django_filters.ChoiceFilter(choices=WebhookState.choices)


class WebhookViewSet(WriteViewSet):
    """Where the reader's own system is called; to people, where the systems are called that they keep."""

    model = Webhook
    serializer_class = WebhookSerializer
    filterset_class = WebhookFilter
    ordering = ("-id",)
    unrecorded = CALLED

    def get_queryset(self) -> "models.QuerySet[Any]":
        """Without those that were taken away."""
        return super().get_queryset().exclude(state=WebhookState.REMOVED)

    @creating(WebhookSent, told=WebhookWithSecretSerializer)
    def create(self, sent: dict[str, Any]) -> Webhook:
        """Call the own system at this address from now on. The secret of its signatures is told here alone."""
        own = self.actor.client_id
        client = None if own is None else ApiClient.objects.visible_to(self.actor).filter(pk=own).first()
        if client is None:
            raise NotAllowed(BY_PEOPLE)
        return enter_webhook(client, version=client.version, **sent, **self.by)[0]

    @changing(WantedSent)
    def partial_update(self, webhook: Webhook, sent: dict[str, Any], version: int) -> None:
        """Tell it of other kinds of things from now on."""
        wanted = sent.get("resources", webhook.resources)
        change_webhook(webhook, version=version, resources=wanted, **self.by)

    @removing
    def destroy(self, webhook: Webhook, version: int) -> None:
        """Call there no more, for good. What became of its calls stays to be read."""
        remove_webhook(webhook, version=version, **self.by)

    @step("pause")
    def pause(self, webhook: Webhook, _sent: dict[str, Any], version: int) -> None:
        """Call it no more for a while. Nothing is lost."""
        pause_webhook(webhook, version=version, **self.by)

    @step("resume")
    def resume(self, webhook: Webhook, _sent: dict[str, Any], version: int) -> None:
        """Call it again, from the first change that it did not take."""
        resume_webhook(webhook, version=version, **self.by)

    @step("replay", ReplaySent)
    def replay(self, webhook: Webhook, sent: dict[str, Any], version: int) -> None:
        """Tell everything after a place once more, under the same `webhook-id`s."""
        replay_webhook(webhook, version=version, place=_place(sent.get("after")), **self.by)

    @step("rotate-secret", RotateSent, told=WebhookWithSecretSerializer)
    def rotate_secret(self, webhook: Webhook, sent: dict[str, Any], version: int) -> None:
        """Make another secret, which is told here alone. Calls bear both signatures until the overlap is over."""
        rotate_secret(webhook, version=version, overlap=timedelta(seconds=sent["overlap"]), **self.by)

    def answered(self, answer: HttpResponse) -> HttpResponse:
        """With the secret, where one was made: it is worked out again for whoever repeats the request, and not kept."""
        if self.action not in {"create", "rotate_secret"}:
            return answer
        told = orjson.loads(answer.content)
        newest = WebhookSecret.objects.get(uuid=told["secrets"][0]["uuid"])
        answer.content = encode({**told, "secret": signing.shown(bytes(newest.seed))})
        answer["Cache-Control"] = "no-store"
        return answer


def _place(after: str | None) -> Cursor:
    if after is None:
        return START
    try:
        return cursors.read(after)
    except ValueError as error:
        raise RuleBroken(NO_CURSOR, field="after") from error


def _known_by(_reading: Reading, values: tuple[Any, ...]) -> str:
    webhook, block, entry = values
    return str(signing.identity(webhook, Cursor(block, entry)))


class CallSerializer(serializers.ModelSerializer[Delivery]):
    """One call of a webhook. Nothing of what was told or answered is kept but the status code."""

    webhook = uuid_of()
    webhook_id = Derived(
        ("webhook__uuid", "block", "entry"),
        _known_by,
        schema={"type": "string", "format": "uuid", "description": "The header `webhook-id` of the call."},
    )
    state = serializers.ChoiceField(State.choices, source="message.state", read_only=True)
    attempts = serializers.IntegerField(source="message.attempts", read_only=True)
    written_at = serializers.DateTimeField(source="message.created_at", read_only=True)

    class Meta:
        model = Delivery
        fields = (
            "uuid",
            "webhook",
            "webhook_id",
            "round",
            "state",
            "attempts",
            "written_at",
            "answered_at",
            "status",
            "fault",
            "delivered_at",
        )
        whole = {"message": "whoever reads a call is told how far its message is, and no word of it"}


class CallFilter(django_filters.FilterSet):
    """By webhook, and by how far the call is."""

    webhook = django_filters.UUIDFilter(field_name="webhook__uuid")
    state = django_filters.ChoiceFilter(field_name="message__state", choices=State.choices)


class CallViewSet(ReadViewSet):
    """What became of each call, for as long as calls are kept."""

    model = Delivery
    serializer_class = CallSerializer
    filterset_class = CallFilter
    ordering = ("-id",)
    unrecorded = CALLED


routes: list[tuple[str, type[ReadViewSet]]] = [("webhooks", WebhookViewSet), ("webhook-calls", CallViewSet)]
