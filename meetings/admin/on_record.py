"""What enters the record of a meeting in the workbench: offered while that record takes entries."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, actor_on
from foundation.admin import WorkbenchAdmin
from foundation.localized import language_order
from meetings import permissions, services
from meetings.models import AgendaItem, Meeting, Statement
from meetings.selectors import with_open_record

NOT_OPEN = _("Choose a meeting that has taken place and whose record is not concluded.")


class OfItsMeeting(ModelChoiceField):
    """Items of agendas: each meeting has a first one."""

    def label_from_instance(self, obj: Any) -> str:
        """With the meeting whose agenda it is on."""
        return f"{obj.meeting} – {obj}"


def _items(actor: Actor) -> "QuerySet[Model]":
    """Those of the meetings whose record takes entries."""
    meetings = with_open_record(Meeting.objects.visible_to(actor))
    seen = AgendaItem.objects.visible_to(actor).filter(meeting__in=meetings)
    return seen.select_related("meeting").order_by("meeting", "position", "pk")


class OnRecordAdmin(WorkbenchAdmin):
    """What enters the record of a meeting, while that takes entries."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of the meetings, those whose record is not concluded."""
        if db_field.name == "meeting":
            kwargs["error_messages"] = {"invalid_choice": NOT_OPEN}
            kwargs["queryset"] = with_open_record(Meeting.objects.visible_to(actor_on(request)))
        if db_field.name == "agenda_item":
            kwargs |= {"form_class": OfItsMeeting, "queryset": _items(actor_on(request))}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Statement)
class StatementAdmin(OnRecordAdmin):
    """Statements in the speaker's words: put on record once, never edited."""

    change_list_template = "admin/meetings/statement/change_list.html"
    list_display = ("party", "kind", "meeting", "paragraph", "language")
    list_filter = ("kind", "language")
    list_select_related = ("party", "meeting", "paragraph")
    search_fields = ("party__name_en", "party__name_fr", "party__name_ar", "text")
    filter_horizontal = ("on_behalf_of",)
    save_service = staticmethod(services.save_statement)
    may_add = staticmethod(permissions.can_record)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A statement begins in the language of the page."""
        return {"language": language_order()[0], **super().get_changeform_initial_data(request)}
