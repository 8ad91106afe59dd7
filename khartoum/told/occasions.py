"""What stands in a reader's calendar: meetings, what closes when, and what is asked of the reader's own participant."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.actors import Actor
from foundation.exports.icalendar import Status
from foundation.ledger.models import LedgerEntry
from foundation.localized import LANGUAGES, texts
from meetings.enums import MeetingState
from meetings.models import Meeting, SilenceProcedure
from notifications.models import Obligation
from notifications.registry import address_of, label_of
from reports.models import ConsolidatedReport, Round
from reports.selectors.limits import outside_rounds

Texts = dict[str, str]
STATUSES: dict[str, Status] = {
    MeetingState.PLANNED: "TENTATIVE",
    MeetingState.POSTPONED: "CANCELLED",
    MeetingState.CANCELLED: "CANCELLED",
}
"""A postponed meeting is not held on the day that stands here; when it is convened again, it stands anew."""
KINDS = ("meeting", "contributions_due", "comments_close", "silence_closes", "request_due")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One entry of the calendar, in three languages."""

    kind: str
    uuid: UUID
    title: Texts
    begins: date | datetime
    ends: date | None = None
    zone: str = "UTC"
    status: Status = "CONFIRMED"
    sequence: int = 0
    changed_at: datetime | None = None
    place: Texts | None = None
    address: str = ""
    """On our host, with its path; whole for what is dealt with elsewhere."""

    @property
    def uid(self) -> str:
        """The name of the entry for ever: the object and what of it falls due."""
        return f"{self.uuid}-{self.kind.replace('_', '-')}"


def occasions_of(actor: Actor) -> list[Occasion]:
    """Everything that this reader may see, in the order of time."""
    found = [*_meetings(actor), *_rounds(actor), *_comments(actor), *_silences(actor), *_requests(actor)]
    return sorted(_with_last_change(found), key=lambda one: (str(one.begins), one.uid))


def _meetings(actor: Actor) -> Iterator[Occasion]:
    for row in Meeting.objects.visible_to(actor).filter(begins_on__isnull=False):
        yield Occasion(
            kind="meeting",
            uuid=row.uuid,
            title=texts(row, "title"),
            begins=cast("date", row.begins_on),
            ends=row.ends_on,
            zone=row.time_zone,
            status=STATUSES.get(row.state, "CONFIRMED"),
            sequence=row.version,
            place=texts(row, "city"),
            address=reverse("meeting", args=[row.uuid]),
        )


def _rounds(actor: Actor) -> Iterator[Occasion]:
    for row in Round.objects.visible_to(actor):
        title = _each(texts(row, "title"), lambda named: _("Contributions are due: %(round)s") % {"round": named})
        yield _due("contributions_due", row, title, row.due_at, row.due_zone)


def _comments(actor: Actor) -> Iterator[Occasion]:
    rows = ConsolidatedReport.objects.visible_to(actor).filter(comments_until__isnull=False).select_related("round")
    for row in rows:
        title = _each(texts(row, "title"), lambda named: _("Comments close: %(title)s") % {"title": named})
        yield _due("comments_close", row, title, row.comments_until, row.round.due_zone)


def _silences(actor: Actor) -> Iterator[Occasion]:
    for row in SilenceProcedure.objects.visible_to(actor).filter(closes_at__isnull=False):
        title = _each(texts(row, "title"), lambda named: _("Silence procedure closes: %(title)s") % {"title": named})
        yield _due("silence_closes", row, title, row.closes_at, row.closes_zone)


def _requests(actor: Actor) -> Iterator[Occasion]:
    """What is asked of the reader's own participant; what others are asked is told to nobody by a calendar."""
    if actor.reads_as_staff:
        return
    asked = list(Obligation.objects.visible_to(actor).open().order_by("due_at", "pk"))
    barred = _of_other_rounds(actor, asked)
    for row in (one for one in asked if one.subject_uuid not in barred):
        title = _each(dict.fromkeys(LANGUAGES, ""), partial(_asked, row.kind))
        yield Occasion(
            kind="request_due",
            uuid=row.subject_uuid,
            title=title,
            begins=row.due_at,
            zone=row.due_zone,
            changed_at=row.opened_at,
            address=address_of(row.kind, row.subject_uuid),
        )


def _of_other_rounds(actor: Actor, asked: Iterable[Obligation]) -> set[UUID]:
    """Subjects of rounds that the reader's key is not limited to."""
    subjects: dict[str, set[UUID]] = defaultdict(set)
    for row in asked:
        subjects[row.subject_type].add(row.subject_uuid)
    return set().union(*(outside_rounds(actor, word, uuids) for word, uuids in subjects.items()))


def _asked(kind: str, _about: str) -> str:
    return capfirst(str(label_of(kind)))


def _due(kind: str, row: Any, title: Texts, at: datetime | None, zone: str) -> Occasion:
    return Occasion(kind, row.uuid, title, cast("datetime", at), zone=zone, sequence=row.version)


def _each(named: Texts, said: Callable[[str], str]) -> Texts:
    """A sentence in each language, about a name in that language or in the one there is."""
    there_is = next((text for text in named.values() if text), "")
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = said(named[language] or there_is)
    return found


MODELS = {
    "meeting": Meeting,
    "contributions_due": Round,
    "comments_close": ConsolidatedReport,
    "silence_closes": SilenceProcedure,
}


def _with_last_change(found: Iterable[Occasion]) -> list[Occasion]:
    """Each with the moment of the last entry about it in the ledger, by one query for all."""
    subjects = {one.uid: _subject(one) for one in found if one.kind in MODELS}
    entries: QuerySet[LedgerEntry, Any] = LedgerEntry.objects.filter(subject__in=set(subjects.values()))
    last = dict(entries.order_by().values_list("subject").annotate(Max("at")))
    return [replace(one, changed_at=last.get(subjects.get(one.uid, ""), one.changed_at)) for one in found]


def _subject(one: Occasion) -> str:
    return f"{MODELS[one.kind]._meta.label_lower}:{one.uuid}"
