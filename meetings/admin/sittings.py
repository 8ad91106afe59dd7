"""Sittings in the workbench: named with their meeting, moved with its days; each has a page for who was there."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.localized import by_name
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from foundation.wording import listed
from meetings import permissions, services
from meetings.admin.before import nobody_invited_to_sitting
from meetings.enums import Presence
from meetings.forms import meetings as forms
from meetings.models import Meeting, Sitting, SittingPresence
from meetings.selectors import COUNTS, with_presence, with_sitting_presence
from meetings.services.corrections import REASONS
from meetings.services.presence import THERE

WITH_ITS_DAYS = _("When the meeting moves, its sittings move as many days, at the same hour of its clock.")


def told_of_move(moved: int) -> list[Sentence]:
    """What the page says once sittings moved with the days."""
    if not moved:
        return []
    told = ngettext(
        "%(count)d sitting moved with the days, at the same hour of the day.",
        "%(count)d sittings moved with the days, at the same hour of the day.",
        moved,
    )
    return [told % {"count": moved}]


def n_of_N(counts: Mapping[str, int]) -> str:  # noqa: N802 -- the name diplomats use
    """N of N, States and organisations apart; nothing where nobody was invited."""
    if not counts["invited_states"] + counts["invited_organisations"]:
        return ""
    told = gettext(
        "States: %(present_states)d of %(invited_states)d; "
        "organisations: %(present_organisations)d of %(invited_organisations)d"
    )
    return told % counts


class SittingInline(WorkbenchInline):
    """The sittings; who was present is recorded on the page of each."""

    model = Sitting
    form = forms.SittingForm
    template = "admin/workbench/entries.html"
    fields = ("number", ("begins_at", "ends_at"), ("title_en", "title_fr", "title_ar"))
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sitting]:
        """With the meeting, on whose clock they are typed."""
        return super().get_queryset(request).select_related("meeting")


@admin.register(Sitting)
class SittingAdmin(WorkbenchAdmin):
    """A sitting: reached from its meeting, where it is named."""

    list_display = ("meeting", "number", "title", "begins_at")
    list_select_related = ("meeting",)
    exclude = REASONS
    readonly_fields = ("present", "who")
    steps = {
        "record_presence": Step(
            services.record_sitting_presence,
            form=forms.SittingPresenceForm,
            obstacles=nobody_invited_to_sitting,
            allowed=permissions.can_record_sitting,
            label=_("Record who was present"),
            done=_("Who was present was recorded."),
        )
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sitting]:
        """With n of N, and the names of those who were there."""
        there = SittingPresence.objects.visible_to(actor_on(request)).filter(presence__in=THERE)
        in_order = there.order_by(by_name("delegation__party"), "pk")
        names = Prefetch("presences", in_order.select_related("delegation__party"), to_attr="there")
        noted = SittingPresence.objects.filter(sitting=OuterRef("pk")).exclude(presence=Presence.UNKNOWN)
        rows = with_sitting_presence(super().get_queryset(request))
        return rows.annotate(is_recorded=Exists(noted)).prefetch_related(names)

    @admin.display(description=_("present"))
    def present(self, sitting: Any) -> Sentence:
        """N of N of this sitting, once somebody has recorded it; N is the meeting's."""
        if not sitting.is_recorded:
            return Presence.UNKNOWN.label
        meeting = with_presence(Meeting.objects.filter(pk=sitting.meeting_id)).get()
        here = {name: getattr(sitting, name) for name in ("present_states", "present_organisations")}
        return n_of_N({**{name: getattr(meeting, name) for name in COUNTS}, **here})

    @admin.display(description=_("who was present"))
    def who(self, sitting: Any) -> str:
        """By name, guests too."""
        return listed(one.delegation.party for one in sitting.there) or self.get_empty_value_display()

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Not on the index."""
        return False
