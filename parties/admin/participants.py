"""Participants in the workbench: how they take part, the chair, seats, and who speaks for them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.localized import by_name
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from parties import services
from parties.forms import RepresentationForm, SwitchesForm
from parties.models import (
    Authority,
    Body,
    CommitteeSeat,
    Participation,
    Party,
    Presidency,
    PresidencyHolder,
)
from parties.permissions import can_manage_parties, can_set_switches
from parties.workflow import PRESIDENCY, REPRESENTATION

BY_ITS_CLOCK = _("The days by which the participant is asked for something end on this clock; open requests follow it.")


def told_of_requests(moved: int) -> list[Sentence]:
    """What the page says once open requests go by another clock."""
    if not moved:
        return []
    told = ngettext(
        "%(count)d open request goes by the new time zone from now on.",
        "%(count)d open requests go by the new time zone from now on.",
        moved,
    )
    return [told % {"count": moved}]


@admin.register(Party)
class PartyAdmin(WorkbenchAdmin):
    """Participants in alphabetical order."""

    list_display = ("name", "code", "kind", "region", "valid_to")
    list_filter = ("kind", "region")
    search_fields = ("code", "name_en", "name_fr", "name_ar")
    save_service = staticmethod(services.save_party)
    may_add = staticmethod(can_manage_parties)
    may_change = staticmethod(can_manage_parties)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """What goes by the clock of a participant is said beside it."""
        return super().get_form(request, obj, change, **{"help_texts": {"time_zone": BY_ITS_CLOCK}, **kwargs})

    def told_after(self, request: HttpRequest, saved: Any) -> Iterable[Sentence]:  # noqa: ARG002 -- on whatever page
        """That what is open went over to another time zone."""
        return told_of_requests(saved.moved_requests)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:  # noqa: ARG002 -- Django's signature
        """In the alphabetical order of the reader's language."""
        return (by_name(), "code")


@admin.register(Participation)
class ParticipationAdmin(WorkbenchAdmin):
    """How participants take part in each body; the switches have a step of their own."""

    list_display = ("party", "body", "status", "begins_on", "ends_on")
    list_filter = ("body", "status")
    list_select_related = ("party", "body")
    search_fields = ("party__code", "party__name_en", "party__name_fr", "party__name_ar")
    readonly_fields = ("is_invited", "is_asked_to_report", "is_reminded", "counts_in_n", "counts_in_silence")
    exclude = ("switch_reason",)
    seen_by_all_staff = True
    save_service = staticmethod(services.save_participation)
    may_add = staticmethod(can_manage_parties)
    may_change = staticmethod(can_manage_parties)
    steps = {
        "set_switches": Step(
            services.set_participation,
            form=SwitchesForm,
            allowed=can_set_switches,
            label=_("Set the switches"),
            confirm=_("Rounds and meetings that are open keep the count they began with."),
            done=_("The switches were set."),
        )
    }


@admin.register(Body)
class BodyAdmin(WorkbenchAdmin):
    """Bodies are reference data."""

    list_display = ("name", "code")
    seen_by_all_staff = True


class HolderInline(WorkbenchInline):
    """Who holds the term."""

    model = PresidencyHolder
    seen_by_all_staff = True


@admin.register(Presidency)
class PresidencyAdmin(WorkbenchAdmin):
    """Terms of the chair in the order of time; the chair passes at a meeting."""

    list_display = ("name", "state", "begins_on", "ends_on", "finishing_until")
    readonly_fields = ("took_over_at", "handed_over_at")
    inlines = (HolderInline,)
    workflow = PRESIDENCY
    save_service = staticmethod(services.save_presidency)
    may_add = staticmethod(can_manage_parties)
    may_change = staticmethod(can_manage_parties)


@admin.register(CommitteeSeat)
class CommitteeSeatAdmin(WorkbenchAdmin):
    """Dated seats and stand-ins."""

    list_display = ("party", "body", "stand_in", "begins_on", "ends_on")
    list_filter = ("body",)
    list_select_related = ("party", "body", "stand_in")
    seen_by_all_staff = True
    save_service = staticmethod(services.save_seat)
    may_add = staticmethod(can_manage_parties)
    may_change = staticmethod(can_manage_parties)


@admin.register(Authority)
class AuthorityAdmin(WorkbenchAdmin):
    """Authorities that appoint for a participant; on hold while two contend."""

    list_display = ("name", "party", "state")
    list_filter = ("state",)
    list_select_related = ("party",)
    search_fields = ("name", "party__name_en", "party__name_fr", "party__name_ar")
    readonly_fields = ("decision",)
    seen_by_all_staff = True
    workflow = REPRESENTATION
    save_service = staticmethod(services.save_authority)
    may_add = staticmethod(can_manage_parties)
    may_change = staticmethod(can_manage_parties)
    steps = {
        "put_on_hold": Step(
            services.put_on_hold,
            form=RepresentationForm,
            confirm=_(
                "Every authority of this participant goes on hold. Each side then sees only its own, neither is "
                "counted, and a mandate that names no authority opens nothing."
            ),
        ),
        "release": Step(services.release_representation, form=RepresentationForm),
    }

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An authority does not move to another participant."""
        fixed = ["party"] if obj is not None else []
        return [*super().get_readonly_fields(request, obj), *fixed]
