"""What leaves the system, in the workbench: to whom, how far it came, and once more what could not be sent.

The texts are not shown where mail leaves: they were written to one reader. Where no mail server is named the
development mailbox shows them. What lets its reader in is not even listed.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.accounts.models import User
from foundation.actors import Actor, actor_on
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.exports.text import inert
from foundation.filters import ByState, FilledIn, called, reworded
from foundation.localized import LANGUAGES
from foundation.marked import isolate
from foundation.outbox import bounces, services
from foundation.outbox.enums import Channel, State
from foundation.outbox.forms import ClearForm
from foundation.outbox.mailbox import seen_in
from foundation.outbox.models import Bounce, Message
from foundation.outbox.permissions import can_clear
from foundation.outbox.refusals import why_not_reached, why_not_sent
from foundation.outbox.registry import name_of
from foundation.outbox.release import why_held
from foundation.outbox.selectors import is_late, written_anew
from foundation.outbox.transport import keeps_bodies
from foundation.outbox.workflow import MESSAGE
from foundation.steps import Step
from foundation.wording import direction

NEXT_LINE = mark_safe("<br>")
KEPT = _("Kept in the development mailbox")
NOTHING_LEAVES = _(
    "No mail leaves this system. %(why)s Whoever runs it must first look at what waits, and then release it."
)

IS_LATE = _(
    "Mail does not leave at present: what is due has waited for more than ten minutes. Nothing of it is lost. Tell"
    " whoever runs this system."
)


def _attempts(message: Message) -> str:
    tried = ngettext("after %(number)d attempt", "after %(number)d attempts", message.attempts)
    return tried % {"number": message.attempts}


def in_two(address: str) -> SafeString:
    """An address, parted at its middle where it is long."""
    name, at, house = inert(address).partition("@")
    return format_html("<bdi>{}<wbr>{}{}</bdi>", name, at, house)


def _silent(message: Message) -> Iterator[str]:
    """Fields that say nothing of it: what was kept here was sent at no time, and what has ended waits for none."""
    if message.state != State.SENT or (message.channel == Channel.MAIL and keeps_bodies()):
        yield "sent_at"
    if message.state != State.QUEUED:
        yield "not_before"
    if message.state != State.CANCELLED or written_anew(message) is None:
        yield "in_its_place"
    if not message.last_error:
        yield from ("why", "last_error")


class HowFar(ByState):
    """The states, with what becomes of mail where no mail server is named."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """As Django's; no mail is called sent that was kept here."""
        for state, choice in self.states(changelist):
            yield reworded(choice, KEPT, changelist) if state == State.SENT and keeps_bodies() else choice


@admin.register(Message)
class MessageAdmin(WorkbenchAdmin):
    """One message on its way, without its text."""

    workflow = MESSAGE
    list_display = ("subject", "addressed", "about", "created_at", "came_to")
    list_filter = (("state", HowFar),)
    search_fields = ("to", "subject")
    fields = (
        "to",
        "account",
        "about",
        "subject",
        "language",
        "how_far",
        "in_its_place",
        "attempts",
        "not_before",
        "why",
        "last_error",
        "created_at",
        "sent_at",
    )
    readonly_fields = fields
    change_form_template = "admin/outbox/message/change_form.html"
    when_empty = {
        "title": _("Nothing has been written to anybody yet."),
        "text": _("Each mail stands here from the moment it is written: waiting, sent, or why it could not be sent."),
    }
    steps = {
        "send_again": Step(services.send_again, confirm=_("It goes to the same address once more, in the same words.")),
    }

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, and above it why nothing leaves, where nothing does."""
        if (hold := why_held()) is not None:
            self.message_user(request, NOTHING_LEAVES % {"why": hold.label}, messages.WARNING)
        elif is_late(actor_on(request).now):
            self.message_user(request, str(IS_LATE), messages.WARNING)
        return super().changelist_view(request, extra_context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """With the names of those written to, and without what is written to them."""
        names = User.objects.filter(email=OuterRef("to")).values("full_name")
        rows = super().get_queryset(request).annotate(account_name=Subquery(names[:1]))
        return rows.defer("body_text", "body_html", "headers")

    def get_fields(self, request: HttpRequest, obj: Message | None = None) -> Any:
        """What its state says something of."""
        silent = set() if obj is None else set(_silent(obj))
        return [name for name in super().get_fields(request, obj) if name not in silent]

    def get_urls(self) -> list[URLPattern]:
        """And the development mailbox."""
        view = self.admin_site.admin_view(self.mailbox)
        return [path("<path:object_id>/mailbox/", view, name="outbox_message_mailbox"), *super().get_urls()]

    def mailbox(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The mail as its recipient would see it; only where no mail server is named, so that it stayed here."""
        message = self.get_object(request, object_id)
        readable = message is not None and message.channel == Channel.MAIL and keeps_bodies()
        if message is None or not readable or request.method not in {"GET", "HEAD"}:
            raise Http404
        language = request.GET.get("language", message.language)
        if language not in {message.language, *LANGUAGES}:
            raise Http404
        seen = seen_in(message, language)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Development mailbox"),
            "opts": self.opts,
            "original": message,
            "seen": seen,
            "direction": direction(seen.language),
        }
        return TemplateResponse(request, "admin/outbox/message/mailbox.html", context)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As every screen, with the way to the development mailbox where there is one."""
        context = {**(extra_context or {}), "has_mailbox": keeps_bodies()}
        return super().changeform_view(request, object_id, form_url, context)

    @admin.display(description=_("state"), ordering="state")
    def how_far(self, message: Message) -> Sentence:
        """Sent, where it left the house."""
        kept = message.state == State.SENT and message.channel == Channel.MAIL and keeps_bodies()
        return KEPT if kept else message.get_state_display()

    @admin.display(description=_("in its place"))
    def in_its_place(self, message: Message) -> SafeString:
        """The message that was queued instead, and how far that came."""
        instead = written_anew(message)
        if instead is None:
            return format_html("{}", self.get_empty_value_display())
        page = reverse("admin:outbox_message_change", args=[instead.pk])
        return format_html('<a href="{}">{}</a>', page, self.how_far(instead))

    @admin.display(description=_("account"))
    def account(self, message: Any) -> str | None:
        """Whose address it is."""
        return message.account_name

    @admin.display(description=_("to"), ordering="to")
    def addressed(self, message: Any) -> SafeString:
        """Whose address it is, and the address."""
        who = format_html("{}<br>", isolate(message.account_name)) if message.account_name else ""
        return format_html("{}{}", who, in_two(message.to))

    @admin.display(description=_("state"), ordering="state")
    def came_to(self, message: Message) -> SafeString:
        """How far it came, and if no farther, after how many attempts and why."""
        why = why_not_sent(message)
        told = [self.how_far(message)] if not why else [f"{self.how_far(message)} {_attempts(message)}", why]
        return format_html_join(NEXT_LINE, "{}", ((each,) for each in told))

    @admin.display(description=_("kind"), ordering="kind")
    def about(self, message: Message) -> Sentence:
        """What it is about."""
        return name_of(message.kind)

    @admin.display(description=_("why it was not sent"))
    def why(self, message: Message) -> Sentence:
        """In words."""
        return why_not_sent(message) or self.get_empty_value_display()


def is_standing(actor: Actor, bounce: Bounce) -> bool:
    """Not cleared yet, for those who may."""
    return bounce.cleared_at is None and can_clear(actor, bounce)


@admin.register(Bounce)
class BounceAdmin(WorkbenchAdmin):
    """Addresses that cannot be reached: noted by the system, cleared by staff who say why."""

    list_display = ("account", "addressed", "why", "noted_at", "cleared_at")
    list_filter = (("cleared_at", called(_("reached again"), FilledIn)), "source")
    search_fields = ("address",)
    fields = ("account", "address", "source", "why", "status", "said", "noted_at")
    cleared = ("cleared_at", "cleared_by", "cleared_because")
    readonly_fields = (*fields, *cleared)
    when_empty = {
        "title": _("Every address is reached, as far as is known."),
        "text": _("An address that a mail server refuses for good is noted here. Its owner counts as out of reach."),
    }
    steps = {
        "clear": Step(
            bounces.clear_bounce,
            form=ClearForm,
            allowed=is_standing,
            label=_("It is reached again"),
            done=_("It was noted that the address is reached again."),
        )
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bounce]:
        """With the names of those whose addresses they are."""
        names = User.objects.annotate(lower=Lower("email")).filter(lower=OuterRef("address")).values("full_name")
        return super().get_queryset(request).annotate(account_name=Subquery(names[:1]))

    def get_fields(self, request: HttpRequest, obj: Bounce | None = None) -> Any:
        """Who cleared it, once somebody has."""
        fields = super().get_fields(request, obj)
        return [*fields, *self.cleared] if obj is not None and obj.cleared_at is not None else fields

    @admin.display(description=_("person"))
    def account(self, bounce: Any) -> str | None:
        """Whose address it is."""
        return bounce.account_name

    @admin.display(description=_("address"), ordering="address")
    def addressed(self, bounce: Bounce) -> SafeString:
        """What is not reached."""
        return in_two(bounce.address)

    @admin.display(description=_("why it cannot be reached"))
    def why(self, bounce: Bounce) -> Sentence:
        """The status, in words."""
        return why_not_reached(bounce)
