"""Pauses in the workbench: why reminders of a participant wait, and until when."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.admin import WorkbenchAdmin
from foundation.filters import FilledIn, called
from foundation.steps import Step
from notifications.forms import PauseForm
from notifications.models import Pause
from notifications.permissions import can_pause
from notifications.services import pauses


def is_running(actor: Actor, pause: Pause) -> bool:
    """A pause that is not over, for those who may end it."""
    return pause.ended_at is None and pause.until > actor.now and can_pause(actor, pause)


@admin.register(Pause)
class PauseAdmin(WorkbenchAdmin):
    """Reminders that wait: noted with the reason, and ended; never rewritten."""

    form = PauseForm
    list_display = ("party", "reason", "since", "until", "ended_at")
    list_filter = (("ended_at", called(_("ended"), FilledIn)),)
    list_select_related = ("party",)
    search_fields = ("reason", "party__name_en", "party__name_fr", "party__name_ar")
    fields = ("party", "reason", "until", "since", "ended_at")
    readonly_fields = ("since", "ended_at")
    when_empty = {
        "title": _("No reminders are paused."),
        "text": _("Note here what was agreed with a participant: its people are not reminded until the day you name."),
    }
    save_service = staticmethod(pauses.note_pause)
    may_add = staticmethod(can_pause)
    steps = {
        "end": Step(pauses.end_pause, allowed=is_running, label=_("End the pause"), done=_("The pause was ended."))
    }
