"""Notices in the workbench: what was made of each step for each person; what was prepared is sent from here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.reference import by_code
from foundation.steps import Step
from foundation.wording import direction
from notifications.enums import NoticeState
from notifications.models import Notice
from notifications.registry import label_of
from notifications.services import sending
from notifications.services.sweep import as_prepared
from notifications.workflow import NOTICE
from parties.models import Office, Party

OF_PARTY = ("obligation__party__name_en", "obligation__party__name_fr", "obligation__party__name_ar")


@admin.register(Notice)
class NoticeAdmin(WorkbenchAdmin):
    """What was made of each step for each person; what was prepared is sent from here."""

    workflow = NOTICE
    list_display = ("recipient", "participant", "about", "day", "how_far", "moment")
    list_filter = ("state", "step__ladder")
    list_select_related = ("recipient", "obligation__party", "step__ladder", "message")
    search_fields = ("recipient__full_name", "recipient__email", *OF_PARTY)
    fields = (
        "recipient",
        "held",
        "participant",
        "about",
        "due_at",
        "step",
        "moment",
        "made_at",
        "how_far",
        "withdrawn_because",
        "message",
        "words",
    )
    readonly_fields = fields
    when_empty = {
        "title": _("Nobody has been reminded yet."),
        "text": _(
            "Each step of a ladder becomes a notice for each person it reaches, at its moment. What goes to senior"
            " officials waits here until the Presidency sends it."
        ),
        "url": reverse_lazy("admin:notifications_ladder_changelist"),
        "action": _("Ladders"),
    }
    steps = {
        "send": Step(
            sending.send_notice, confirm=_("It goes to this person in the words of the step, in their language.")
        )
    }

    def get_fields(self, request: HttpRequest, obj: Notice | None = None) -> Any:
        """Why it was withdrawn, and by what it goes, once it was and does; its words while it waits to be sent."""
        silent = {name for name in ("withdrawn_because", "message") if obj is not None and not getattr(obj, name)}
        if obj is None or obj.state != NoticeState.PREPARED or obj.obligation.is_internal:
            silent.add("words")
        return [name for name in super().get_fields(request, obj) if name not in silent]

    @admin.display(description=_("office"))
    def held(self, notice: Notice) -> Sentence:
        """By which office this person was written to."""
        return str(by_code(Office).get(notice.office, notice.office))

    @admin.display(description=_("what it will say"))
    def words(self, notice: Notice) -> SafeString:
        """The mail as its person would read it, for whoever is asked to send it."""
        mail = as_prepared(notice)
        return format_html(
            '<div class="mailbox__part written" lang="{}" dir="{}"><strong>{}</strong>\n\n{}</div>',
            mail.language,
            direction(mail.language),
            mail.subject,
            mail.body_text,
        )

    @admin.display(description=_("step"))
    def day(self, notice: Notice) -> Sentence:
        """By its day; what it is about stands beside it."""
        return capfirst(notice.step.day)

    @admin.display(description=_("state"), ordering="state")
    def how_far(self, notice: Notice) -> Sentence:
        """What became of it, and of its mail."""
        return notice.how_far

    @admin.display(description=_("participant"))
    def participant(self, notice: Notice) -> Party | None:
        """Whose request it is."""
        return notice.obligation.party

    @admin.display(description=_("request"), ordering="obligation__kind")
    def about(self, notice: Notice) -> Sentence:
        """What is asked, in words."""
        return label_of(notice.obligation.kind, str(notice.step.ladder))
