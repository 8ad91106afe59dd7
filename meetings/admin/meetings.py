"""Meetings in the workbench, with the delegations named to them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.admin import WorkbenchAdmin
from foundation.clocks import own_zone
from foundation.errors import Sentence
from foundation.filters import called
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from meetings import permissions, services
from meetings.admin.before import FIXED_FROM_NOW_ON, nobody_invited, not_begun, not_over, presence_not_recorded
from meetings.admin.correcting import Correctable
from meetings.admin.read_rows import ReadInline
from meetings.admin.sittings import WITH_ITS_DAYS, SittingInline, n_of_N, told_of_move
from meetings.forms import meetings as forms
from meetings.models import AgendaItem, Delegate, Delegation, Meeting, MeetingKind, Sitting, Verb
from meetings.selectors import COUNTS, with_presence
from meetings.services.corrections import REASONS
from meetings.services.presence import AT_EACH_SITTING
from meetings.workflow import DELEGATION, MEETING

TITLES = ("title_en", "title_fr", "title_ar")


class AgendaItemInline(WorkbenchInline):
    """The agenda, in its order."""

    model = AgendaItem
    fields = ("number", "position", *TITLES)


class DelegationInline(ReadInline):
    """Who is invited, how far each invitation is, who was present."""

    model = Delegation
    fields = ("party", "state", "presence", "is_guest", "counts_in_n")


@admin.register(Meeting)
class MeetingAdmin(Correctable):
    """Meetings, the latest first."""

    list_display = ("title", "kind", "state", "begins_on", "host", "is_incomplete")
    list_filter = ("state", "kind", "is_incomplete")
    list_select_related = ("kind", "host")
    search_fields = ("code", *TITLES, "city_en", "city_fr", "city_ar")
    readonly_fields = ("convened_at", "concluded_at", "handover_recorded_at", "present")
    filter_horizontal = ("co_chairs",)
    inlines = (AgendaItemInline, SittingInline, DelegationInline)
    workflow = MEETING
    save_service = staticmethod(services.save_meeting)
    may_add = staticmethod(permissions.can_plan_meeting)
    may_change = staticmethod(permissions.can_plan_meeting)
    steps = {
        "convene": Step(services.convene_meeting, confirm=_("From now on this meeting is public.")),
        "reconvene": Step(services.reconvene_meeting),
        "invite_delegations": Step(
            services.invite_delegations,
            allowed=permissions.can_invite_to,
            label=_("Invite the delegations"),
            confirm=_("Everybody whose participation says so is invited; who counts in n of N is fixed now."),
            done=_("The delegations were invited."),
        ),
        "hold": Step(
            services.hold_meeting,
            obstacles=not_begun,
            confirm=_("From now on it can be recorded who was present and what the meeting did."),
        ),
        "record_presence": Step(
            services.record_presence,
            form=forms.PresenceForm,
            obstacles=nobody_invited,
            allowed=lambda actor, meeting: not meeting.has_sittings and permissions.can_record_presence(actor, meeting),
            label=_("Record who was present"),
            done=_("Who was present was recorded."),
        ),
        "record_handover": Step(
            services.record_handover,
            form=forms.HandoverForm,
            allowed=permissions.can_record_handover,
            label=_("Record the handover of the chair"),
            confirm=_("The chair passes at once: the next team is in the chair, the present one finishes its papers."),
            done=_("The handover of the chair was recorded."),
        ),
        "conclude": Step(
            services.conclude_meeting,
            confirm=FIXED_FROM_NOW_ON,
            warnings=presence_not_recorded,
            obstacles=not_over,
        ),
        "postpone": Step(services.postpone_meeting),
        "cancel": Step(services.cancel_meeting, confirm=_("The meeting stays on record as cancelled.")),
    }

    def meeting_of(self, obj: Any) -> Meeting:
        """Itself."""
        meeting: Meeting = obj
        return meeting

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new meeting goes by the clock of whoever prepares it, until another is chosen."""
        return {"time_zone": own_zone(), **super().get_changeform_initial_data(request)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """What goes with the days is said beside them."""
        return super().get_form(request, obj, change, **{"help_texts": {"begins_on": WITH_ITS_DAYS}, **kwargs})

    def told_after(self, request: HttpRequest, saved: Any) -> Iterable[Sentence]:  # noqa: ARG002 -- on whatever page
        """That sittings moved with the days."""
        return told_of_move(saved.moved_sittings)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        """With n of N, and whether presence is recorded at each of its sittings."""
        sittings = Sitting.objects.filter(meeting=OuterRef("pk"))
        return with_presence(super().get_queryset(request)).annotate(has_sittings=Exists(sittings))

    @admin.display(description=_("present"))
    def present(self, meeting: Any) -> str:
        """N of N, States and organisations apart; a quorum beside it holds nothing up."""
        if meeting.pk is None:
            return self.get_empty_value_display()
        told = [n_of_N({name: getattr(meeting, name) for name in COUNTS})]
        told += [str(AT_EACH_SITTING)] if meeting.has_sittings else []
        return "\n".join(filter(None, told)) or self.get_empty_value_display()


class DelegateInline(WorkbenchInline):
    """The people of a delegation."""

    model = Delegate
    fields = ("full_name", "position", "is_head")
    seen_by_all_staff = True
    can_delete = True


@admin.register(Delegation)
class DelegationAdmin(WorkbenchAdmin):
    """Invitations and nominations; nobody rejects one."""

    list_display = ("party", "meeting", "state", "presence", "is_guest", "counts_in_n")
    list_filter = (
        "state",
        "presence",
        "is_guest",
        ("meeting__kind", called(_("kind of meeting"), admin.RelatedFieldListFilter)),
    )
    list_select_related = ("party", "meeting")
    search_fields = ("party__code", "party__name_en", "party__name_fr", "party__name_ar")
    exclude = REASONS
    readonly_fields = ("presence", "counts_in_n", "letter_number", "question")
    inlines = (DelegateInline,)
    workflow = DELEGATION
    save_service = staticmethod(services.save_delegation)
    may_add = staticmethod(permissions.can_invite)
    may_change = staticmethod(permissions.can_invite)
    steps = {
        "nominate": Step(services.nominate_delegation, form=forms.NominationForm),
        "confirm": Step(services.confirm_delegation),
        "query": Step(services.query_delegation, form=forms.QuestionForm),
        "excuse": Step(services.excuse_delegation),
    }

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Who is invited where does not change, nor does who counts."""
        fixed = ["meeting", "party", "is_guest"] if obj is not None else []
        return [*super().get_readonly_fields(request, obj), *fixed]


@admin.register(MeetingKind)
class MeetingKindAdmin(WorkbenchAdmin):
    """Kinds of meetings are reference data."""

    list_display = ("name", "code", "body", "nomination_weeks", "may_endorse", "may_review")
    list_select_related = ("body",)
    seen_by_all_staff = True


@admin.register(Verb)
class VerbAdmin(WorkbenchAdmin):
    """What meetings do, in the words they use: reference data."""

    list_display = ("past", "infinitive", "code", "is_endorsement", "is_review")
    seen_by_all_staff = True
