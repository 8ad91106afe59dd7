"""Rules of seeing that are no `visible_to`: doors, powers and terms, each taken away by a patch of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404

from meetings.models import Meeting
from parties.selectors import staff_hat
from reports.models import Contribution, Snapshot


@dataclass(frozen=True)
class OwnRule:
    """What is promised, where it is kept, what stands there instead, and the addresses (their beginnings) it guards."""

    promise: str
    target: str
    instead: Any
    addresses: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.promise} ({self.target})"


def always(answer: Any) -> Callable[..., Any]:
    return lambda *_args, **_kwargs: answer


def any_contribution(_actor: Any, uuid: Any) -> Contribution:
    rows = Contribution.objects.select_related(
        "party", "authority", "round__plan", "round__state_template", "round__organisation_template"
    )
    return get_object_or_404(rows, uuid=uuid)


def every_contribution(_actor: Any) -> Any:
    return Contribution.objects.all()


def every_section(snapshot: Snapshot, **_reader: Any) -> Any:
    return iter(snapshot.content["sections"])


def in_the_staff_hat(request: Any) -> Any:
    from parties.selectors import actor_of  # noqa: PLC0415 -- the one that the middleware names is patched

    actor = actor_of(request.user, hat="participant")
    return actor.wearing(staff_hat(actor.held) or "participant")


PORTAL = ("portal/contributions/",)
DRAFTING = ("admin/reports/consolidatedreport/",)
REPORTS = "reports.selectors.contributions"
LIMITS = {
    "reports.models.rounds.within_rounds": ("api/v1/rounds/",),
    "reports.models.contributions.within_rounds": ("api/v1/contributions/",),
    "reports.models.consolidated.within_rounds": ("api/v1/reports/",),
    "reports.models.attachments.within_rounds": ("api/v1/attachments/",),
    "documents.models.narrowed": ("api/v1/revisions/",),
    "reports.models.translations.within_rounds": (),
    "reports.models.joint.within_rounds": (),
    "reports.models.comments.within_rounds": (),
    "reports.selectors.openness.within_rounds": (),
}
"""Where the limit of a key is asked, and the addresses that it guards."""
OWN_RULES = (
    OwnRule("foreign contributions are missing", "reports.views.doors.own_contribution", any_contribution, PORTAL),
    OwnRule("drafts are for offices that read them", "reports.views.doors.can_read_drafts", always(True), PORTAL),
    OwnRule("everybody's own requests", f"{REPORTS}._own", every_contribution, ("portal/",)),
    OwnRule(
        "paragraphs in the making are the drafters'", "reports.models.consolidated.DRAFTED", (), ("api/v1/reports/",)
    ),
    OwnRule("terms of use are kept", "reports.selectors.passages._uses", always({}), DRAFTING),
    OwnRule("the workbench is staff's", "khartoum.admin.opens_workbench", always(True), ("admin/reports/",)),
    OwnRule("the door decides which hat is worn", "parties.middleware.actor_for_door", in_the_staff_hat, ("portal/",)),
    OwnRule(
        "the record of a meeting is public once it is concluded",
        "meetings.models.decisions.seen_meetings",
        Meeting.objects.visible_to,
        ("api/v1/meetings/",),
    ),
    OwnRule("an entry is told to its audience", "foundation.ledger.models.readable_by", always(Q())),
    OwnRule("a search finds what its reader may see", "foundation.search.selectors._visible_to", always(Q())),
    *(
        OwnRule("a key limited to rounds learns nothing of others", place, always(Q()), addresses)
        for place, addresses in LIMITS.items()
    ),
    OwnRule(
        "sections are open as their participant chose", "reports.selectors.openness.sections_open_to", every_section
    ),
)
