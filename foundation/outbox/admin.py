"""What leaves the system, in the workbench: to whom, how far it came, and once more what could not be sent.

The texts are not shown: they were written to one reader. What lets its reader in is not even listed.
"""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.outbox import services
from foundation.outbox.models import Message
from foundation.outbox.refusals import why_not_sent
from foundation.outbox.registry import name_of
from foundation.outbox.workflow import MESSAGE
from foundation.steps import Step


@admin.register(Message)
class MessageAdmin(WorkbenchAdmin):
    """One message on its way, without its text."""

    workflow = MESSAGE
    list_display = ("to", "account", "about", "state", "attempts", "why")
    list_filter = ("state",)
    search_fields = ("to", "subject")
    fields = (
        "to",
        "account",
        "about",
        "subject",
        "language",
        "state",
        "attempts",
        "not_before",
        "why",
        "last_error",
        "created_at",
        "sent_at",
    )
    readonly_fields = fields
    steps = {
        "send_again": Step(services.send_again, confirm=_("It goes to the same address once more, in the same words.")),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """With the names of those written to, and without what is written to them."""
        names = User.objects.filter(email=OuterRef("to")).values("full_name")
        rows = super().get_queryset(request).annotate(account_name=Subquery(names[:1]))
        return rows.defer("body_text", "body_html", "headers")

    @admin.display(description=_("account"))
    def account(self, message: Any) -> str | None:
        """Whose address it is."""
        return message.account_name

    @admin.display(description=_("kind"), ordering="kind")
    def about(self, message: Message) -> Sentence:
        """What it is about."""
        return name_of(message.kind)

    @admin.display(description=_("why it was not sent"))
    def why(self, message: Message) -> Sentence:
        """In words."""
        return why_not_sent(message) or self.get_empty_value_display()
