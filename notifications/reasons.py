"""Why a step falls where it falls, in sentences for whoever tries a ladder. Pure: no database."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from foundation.errors import Sentence
from foundation.wording import localdate, on_clock
from notifications.calendars import parts
from notifications.enums import Anchor, Channel, NoticeState
from notifications.models import Notice, Pause
from notifications.moments import Rung

A_BEAT = timedelta(minutes=1)
"""The sweep is rung each minute: what comes within it was not held up."""


class Around(NamedTuple):
    """What a notice is explained by: where the course began, which pauses hold, which mails its person got."""

    begins_at: datetime
    pauses: Sequence[Pause]
    mailed: Sequence[datetime]


def reasons(notice: Notice, calendar: str, around: Around) -> list[Sentence]:
    """Why it comes on this day and at this hour, and what becomes of it; nothing where it comes as counted."""
    _code, zone, weekend = parts(calendar)
    anchor = notice.obligation.opened_at if notice.step.anchor == Anchor.OPENED else notice.due_at
    counted = anchor.astimezone(zone).date() + timedelta(days=notice.step.offset_days)
    if notice.state == NoticeState.SUPERSEDED:
        return [_given_way(notice)]
    told = [*_moved(counted, notice.moment.astimezone(zone).date(), weekend), *_held_up(notice, zone.key, around)]
    return [*told, *_become(notice)]


def _moved(counted: date, day: date, weekend: frozenset[int]) -> Iterator[Sentence]:
    if day < counted:
        yield _("Brought forward from %(day)s, so that it comes before the date.") % {"day": localdate(counted)}
    if day > counted:
        free = [counted + timedelta(days=n) for n in range((day - counted).days)]
        kinds = {one.isoweekday() in weekend for one in free}
        sentences = {
            frozenset({True}): _("Put off from %(day)s: a weekend there."),
            frozenset({False}): _("Put off from %(day)s: a public holiday there."),
            frozenset({True, False}): _("Put off from %(day)s: a weekend and a public holiday there."),
        }
        yield sentences[frozenset(kinds)] % {"day": localdate(counted)}


def _held_up(notice: Notice, zone: str, around: Around) -> Iterator[Sentence]:
    if notice.made_at <= notice.moment + A_BEAT:
        return
    waits = [*_waits(notice, zone, around.pauses)]
    yield from waits
    gap = any(notice.moment - timedelta(days=1) < mailed < notice.made_at for mailed in around.mailed)
    if waits:
        return
    if notice.moment < around.begins_at - A_BEAT:
        yield _("Its day has passed: it comes as soon as people are at work.")
    elif gap:
        yield _("Put off: this person got another mail shortly before.")
    else:
        yield _("Put off until people are at work.")


def _waits(notice: Notice, zone: str, pauses: Iterable[Pause]) -> Iterator[Sentence]:
    request, moment = notice.obligation, notice.moment
    if request.waits_until is not None and moment < request.waits_until:
        yield _("Reminders of this request wait until %(moment)s.") % {"moment": on_clock(request.waits_until, zone)}
    for pause in pauses:
        is_of_it = pause.party_id == request.party_id and pause.obligation_id in {None, request.pk}
        if is_of_it and moment < pause.until <= notice.made_at + A_BEAT:
            given = {"moment": on_clock(pause.until, zone), "reason": pause.reason}
            yield _("Reminders wait until %(moment)s: %(reason)s") % given


def _given_way(notice: Notice) -> Sentence:
    is_past = not Rung(notice.step.anchor, notice.step.offset_days).is_after and notice.due_at <= notice.made_at
    return _("Not sent: its date has passed.") if is_past else _("Not sent: a later step takes its place.")


def _become(notice: Notice) -> Iterator[Sentence]:
    if notice.state == NoticeState.PREPARED:
        yield _("Waits for the Presidency to send it.")
    elif notice.step.channel == Channel.PORTAL:
        yield _("Shown in the portal: no mail is sent.")
