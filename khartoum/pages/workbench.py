"""What is due now: the first thing the workbench shows to a team that is new every year (domain note, section 7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation.actors import Actor
from foundation.outbox.enums import State
from foundation.outbox.permissions import can_send_any_again
from foundation.outbox.release import Hold, why_held
from foundation.outbox.selectors import is_late, not_sent
from foundation.screens import screen_of
from khartoum.pages.staff_requests import Waiting, waits_for_staff
from meetings.enums import MeetingState
from meetings.models import Meeting
from notifications.enums import NoticeState
from notifications.models import Notice
from notifications.permissions import can_send
from parties.models import Mandate
from parties.selectors import offices_out_of_reach
from reports import lists
from reports.enums import ReportState, RoundState
from reports.models import ConsolidatedReport, Round
from reports.permissions.consolidated import can_open_report
from reports.selectors.rounds import Counts, n_of_N
from reports.selectors.still_open import still_open

AHEAD = timedelta(days=90)
NOT_CONCLUDED = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.HELD)
FINISHED = (ReportState.PUBLISHED,)


@dataclass(frozen=True)
class RoundNow:
    """A round that is open or being consolidated."""

    round: Round
    received: Counts
    href: str
    to_read: int
    to_read_href: str
    questions_open: int
    questions_href: str
    replies_to_read: int
    replies_href: str
    report_href: str
    """Where its consolidated report is begun; empty unless that comes next and is for the reader."""

    @property
    def is_open(self) -> bool:
        """Whether contributions are still coming in."""
        return self.round.state == RoundState.OPEN


Onward = Callable[[models.Model], Mapping[str, Any] | None]
"""The button with which a row goes on, as its screen knows it; None where the reader can take no step now."""


@dataclass(frozen=True)
class UnderWay:
    """A meeting or a report that is not finished, its screen, and the step that comes next."""

    row: Any
    href: str
    onward: Mapping[str, Any] | None


@dataclass(frozen=True)
class NotSent:
    """Messages that did not leave, by what became of them, and the list of them."""

    state: State
    number: int
    href: str


@dataclass(frozen=True)
class Prepared:
    """Reminders that only staff send: to senior officials, embassies, missions and cabinets."""

    number: int
    href: str


@dataclass(frozen=True)
class Now:
    """Everything that waits, the most pressing kind first."""

    hold: Hold | None
    is_late: bool
    """Whether mail does not leave, though it may."""
    emergencies: list[Mandate]
    not_sent: list[NotSent]
    out_of_reach: list[tuple[Mandate, str]]
    waiting: list[Waiting]
    prepared: Prepared | None
    rounds: list[RoundNow]
    meetings: list[UnderWay]
    reports: list[UnderWay]

    @property
    def is_empty(self) -> bool:
        """Nothing waits."""
        return not any(vars(self).values())


def what_is_due(actor: Actor, *, now: datetime, onward: Onward) -> Now:
    """A held outbox, emergency access, messages that did not leave, open rounds, meetings near or unrecorded, reports.

    `now` in UTC. Messages are counted for those who may send them again, who are told too when nothing leaves at all.
    """
    keeps_mail = can_send_any_again(actor)
    hold = why_held() if keeps_mail else None
    rounds = Round.objects.visible_to(actor).filter(state__in=[RoundState.OPEN, RoundState.CONSOLIDATING])
    near = Q(begins_on__lte=now.date() + AHEAD, state__in=NOT_CONCLUDED)
    meetings = Meeting.objects.visible_to(actor).filter(near).order_by("begins_on", "pk")
    reports = ConsolidatedReport.objects.visible_to(actor).exclude(state__in=FINISHED).order_by("pk")
    open_now = Mandate.objects.visible_to(actor).emergencies(now).select_related("user", "office")
    return Now(
        hold=hold,
        is_late=keeps_mail and hold is None and is_late(now),
        emergencies=list(open_now),
        not_sent=_not_sent(actor) if keeps_mail else [],
        out_of_reach=[(mandate, screen_of(mandate)) for mandate in offices_out_of_reach(now)],
        waiting=waits_for_staff(actor, now=now, ahead=AHEAD),
        prepared=_prepared(actor) if can_send(actor, None) else None,
        rounds=[_round(round_, actor) for round_ in rounds.select_related("report").order_by("due_at", "pk")],
        meetings=[UnderWay(meeting, screen_of(meeting), onward(meeting)) for meeting in meetings],
        reports=[UnderWay(report, screen_of(report), onward(report)) for report in reports],
    )


def _not_sent(actor: Actor) -> list[NotSent]:
    messages = reverse("admin:outbox_message_changelist")
    return [NotSent(state, number, f"{messages}?state__exact={state}") for state, number in not_sent(actor).items()]


def _prepared(actor: Actor) -> Prepared | None:
    number = Notice.objects.visible_to(actor).filter(state=NoticeState.PREPARED, obligation__closed_at=None).count()
    notices = reverse("admin:notifications_notice_changelist")
    return Prepared(number, f"{notices}?state__exact={NoticeState.PREPARED}") if number else None


def _round(round_: Round, actor: Actor) -> RoundNow:
    stands = still_open(round_, actor)
    return RoundNow(
        round=round_,
        received=n_of_N(round_),
        href=screen_of(round_),
        to_read=stands.to_read,
        to_read_href=lists.to_read_in(round_),
        questions_open=stands.unanswered,
        questions_href=lists.unanswered_in(round_),
        replies_to_read=stands.replied,
        replies_href=lists.replied_in(round_),
        report_href=_to_begin_report(round_, actor),
    )


def _to_begin_report(round_: Round, actor: Actor) -> str:
    waits = round_.state == RoundState.CONSOLIDATING and not hasattr(round_, "report") and can_open_report(actor)
    return f"{reverse('admin:reports_consolidatedreport_add')}?round={round_.pk}" if waits else ""
