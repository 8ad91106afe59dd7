"""What is asked around a consolidated report, of whom and until when: the truth that requests are kept by."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q

from foundation.days import end_of, opening_of
from meetings.enums import NOT_OVER
from meetings.models import Delegation, Meeting
from notifications.models import Obligation
from notifications.models.ladders import AUTOMATIC_OFFICES
from notifications.selectors.subjects import these
from parties.models import Party
from parties.selectors import contested_parties, taking_part
from reports.enums import CommentState
from reports.enums import ReportState as S
from reports.models import Addressee, Comment, Confirmation, ConsolidatedReport, Endorsement, Presentation

COMMENTS_ASKED = "report.comments"
ENDORSEMENT_DUE = "report.endorsement"
CONFIRMATION_ASKED = "report.confirmation"
REVIEW_DUE = "report.review"
STAFF = ("presidency_officer", "secretariat_officer")
WITHOUT_A_DAY = timedelta(weeks=12)
"""When staff look again at what no meeting with a day is known for."""


def comments_asked(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """Whoever was asked in the round and has not commented on the circulated text; of staff, that they close it."""
    for report in _reports(subjects, S.CIRCULATED):
        due_at, zone = report.comments_until, report.round.due_zone
        if due_at is None:
            continue
        said = Comment.objects.filter(report=report, revision=report.circulated_revision_id)
        spoken = said.exclude(state=CommentState.WITHDRAWN).values("party")
        silent = Addressee.objects.filter(round=report.round_id).exclude(party__in=spoken)
        asked = [one.party for one in silent.exclude(party__in=contested_parties()).select_related("party")]
        yield from _of_each(report, COMMENTS_ASKED, asked, due_at=due_at, due_zone=zone)
        yield _of_staff(report, COMMENTS_ASKED, due_at=due_at, due_zone=zone)


def endorsements_due(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """A tabled report waits for what senior officials do with it: recorded by the last day of their meeting."""
    for report in _reports(subjects, S.TABLED):
        due_at, zone = endorsement_due(report)
        yield _of_staff(report, ENDORSEMENT_DUE, due_at=due_at, due_zone=zone)


def endorsement_due(report: ConsolidatedReport) -> tuple[datetime, str]:
    """By the window of its silence procedure, the meeting that has it on its agenda, or the next that may endorse."""
    tabled = _since(report.tabled_at)
    if report.silence is not None and report.silence.closes_at is not None:
        return report.silence.closes_at, report.silence.closes_zone
    meeting = _presented(report, "may_endorse") or _still_ahead(report.round.som) or _next("may_endorse", tabled)
    return _last_minute(meeting) if meeting else (tabled + WITHOUT_A_DAY, report.round.due_zone)


def confirmations_asked(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """Whoever has yet to confirm an endorsement ad referendum."""
    reports = _reports(subjects, S.ENDORSED_AD_REFERENDUM)
    last = Endorsement.objects.filter(report__in=reports).values("report").annotate(last=Max("pk")).values("last")
    waiting = Confirmation.objects.filter(endorsement__in=last, confirmed_on=None)
    for one in waiting.select_related("endorsement__report__round", "party"):
        report, day = one.endorsement.report, one.endorsement.confirm_by
        if day is not None:
            zone = report.round.due_zone
            yield from _of_each(report, CONFIRMATION_ASKED, [one.party], due_at=end_of(day, zone), due_zone=zone)


def reviews_due(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """The endorsed report is read before ministers meet, by whoever is invited; staff record what ministers did."""
    for report in _reports(subjects, S.TRANSMITTED):
        meeting = reviewing_meeting(report)
        if meeting is None or meeting.begins_on is None:
            due_at = report.transmission.transmitted_at + WITHOUT_A_DAY
            yield _of_staff(report, REVIEW_DUE, due_at=due_at, due_zone=report.round.due_zone)
            continue
        opens, zone = opening_of(meeting.begins_on, meeting.time_zone), meeting.time_zone
        yield from _of_each(report, REVIEW_DUE, _invited(meeting), due_at=opens, due_zone=zone)
        recorded_by, zone = _last_minute(meeting)
        yield _of_staff(report, REVIEW_DUE, due_at=recorded_by, due_zone=zone)


def reviewing_meeting(report: ConsolidatedReport) -> Meeting | None:
    """The meeting it was transmitted to; once that has put it off or was called off, the next that may review."""
    addressed = report.transmission.meeting
    put_off = [review.meeting_id for review in report.reviews.all()]
    if addressed.state in NOT_OVER and addressed.pk not in put_off and addressed.begins_on is not None:
        return addressed
    return _next("may_review", report.transmission.transmitted_at, but=put_off)


def _reports(subjects: Collection[UUID] | None, state: S) -> Iterable[ConsolidatedReport]:
    rows = ConsolidatedReport.objects.filter(state=state)
    return these(rows, subjects).select_related("round__som", "silence", "transmission__meeting")


def _of_each(
    report: ConsolidatedReport, kind: str, parties: Iterable[Party], *, due_at: datetime, due_zone: str
) -> Iterator[Obligation]:
    for party in parties:
        yield Obligation.of(report, kind, party, offices=AUTOMATIC_OFFICES, due_at=due_at, due_zone=due_zone)


def _of_staff(report: ConsolidatedReport, kind: str, *, due_at: datetime, due_zone: str) -> Obligation:
    return Obligation.of(report, kind, None, offices=STAFF, due_at=due_at, due_zone=due_zone)


def _invited(meeting: Meeting) -> list[Party]:
    """Its delegations; before anybody is invited, whom the switches of its body invite."""
    delegations = Delegation.objects.filter(meeting=meeting, is_guest=False).select_related("party")
    invited = [one.party for one in delegations]
    if not invited and meeting.kind.body is not None and meeting.begins_on is not None:
        switched = taking_part(meeting.kind.body, meeting.begins_on).filter(is_invited=True)
        invited = [one.party for one in switched]
    return invited


def _presented(report: ConsolidatedReport, power: str) -> Meeting | None:
    rows = Presentation.objects.filter(report=report, **{f"agenda_item__meeting__kind__{power}": True})
    found = rows.filter(agenda_item__meeting__state__in=NOT_OVER, agenda_item__meeting__begins_on__isnull=False)
    newest = found.select_related("agenda_item__meeting").order_by("-agenda_item__meeting__begins_on", "-pk").first()
    return newest.agenda_item.meeting if newest else None


def _still_ahead(meeting: Meeting | None) -> Meeting | None:
    return meeting if meeting and meeting.state in NOT_OVER and meeting.begins_on is not None else None


def _next(power: str, since: datetime, but: Collection[int] = ()) -> Meeting | None:
    ahead = Q(state__in=NOT_OVER, begins_on__gte=since.date()) & Q(**{f"kind__{power}": True})
    return Meeting.objects.filter(ahead).exclude(pk__in=but).order_by("begins_on", "pk").first()


def _last_minute(meeting: Meeting) -> tuple[datetime, str]:
    last = meeting.ends_on or meeting.begins_on
    if last is None:
        raise ValueError("A meeting without a day has no last minute.")
    return end_of(last, meeting.time_zone), meeting.time_zone


def _since(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("A tabled report has the moment at which it was tabled.")
    return moment


TRUTHS: dict[str, Callable[[Collection[UUID] | None], Iterator[Obligation]]] = {
    COMMENTS_ASKED: comments_asked,
    ENDORSEMENT_DUE: endorsements_due,
    CONFIRMATION_ASKED: confirmations_asked,
    REVIEW_DUE: reviews_due,
}
"""By kind: what `keep_asked` asks, and what `reconcile_obligations` compares with."""
