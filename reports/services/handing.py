"""Sharing the work of one contribution out: sections are handed to colleagues, finished, taken back, closed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again, system
from foundation.errors import NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.services import JSON, record
from foundation.outbox.services import enqueue
from notifications.services import close_obligation, keep_asked
from reports.handed_mail import mail_on_handed
from reports.models import Contribution, HandedSection
from reports.models.handed import LONGEST_NOTE, WITH_SOMEBODY
from reports.permissions.contributions import can_write
from reports.permissions.handed import can_hand_over, writes_everywhere
from reports.selectors.asked import asked_sections
from reports.selectors.asked_question import AskedSection
from reports.selectors.handed import Places, colleagues_of, places_handed_to
from reports.selectors.obligations import SECTION_HANDED
from reports.services.audiences import own
from reports.services.holding import open_for_writing
from reports.workflow.handed import HANDED


@transaction.atomic
def hand_over(
    contribution: Contribution,
    *,
    actor: Actor,
    now: datetime,
    places: Collection[str],
    to: UUID,
    due_on: date | None = None,
    note: str = "",
) -> list[HandedSection]:
    """Ask a colleague to write these sections (their names on the page), until the end of a day in the round's zone.

    What somebody holds who may not write any more is handed on. Raises `IllegalTransition`, `NotAllowed`, or
    `RuleBroken` for a section that is not asked or is with somebody else, for who may not write, and for a day gone by.
    """
    current = open_for_writing(contribution)
    if not can_hand_over(made_again(actor), current):
        raise NotAllowed
    colleagues = {user.uuid: user for user in colleagues_of(current, now=now)}
    if to not in colleagues:
        raise RuleBroken(_("Choose somebody who writes for your participant."), field="to")
    sections = _chosen(current, places)
    asked = {"user": colleagues[to], "due_at": _until(current, due_on, now), "note": _one_line(note)}
    by = {"handed_by_id": actor.user_id, "handed_at": now}
    _make_free(current, sections, {user.pk for user in colleagues.values()}, now=now)
    made = [
        HandedSection.objects.create(contribution=current, section=one.section, activity=one.activity, **asked, **by)
        for one in sections
    ]
    _grow(current)
    keep_asked(SECTION_HANDED, [handed.uuid for handed in made], now=now)
    enqueue(mail_on_handed(made[0]))
    for handed in made:
        record(handed, "section.handed_over", actor=actor, audience=own(current), facts=_facts(handed))
    return made


@transaction.atomic
def finish_section(handed: HandedSection, *, actor: Actor, version: int | None, now: datetime) -> HandedSection:
    """The colleague has written what was asked."""
    current = _step(handed, "finish", actor=actor, version=version)
    current.finished_at = now
    current.save(update_fields=["state", "finished_at", "version"])
    close_obligation(current, SECTION_HANDED, now=now, reason="finished")
    _record(current, "section.finished", actor=actor)
    return current


@transaction.atomic
def go_on_with_section(handed: HandedSection, *, actor: Actor, version: int | None, now: datetime) -> HandedSection:
    """Not finished after all: it is asked again."""
    current = _step(handed, "go_on", actor=actor, version=version)
    current.finished_at = None
    current.save(update_fields=["state", "finished_at", "version"])
    keep_asked(SECTION_HANDED, [current.uuid], now=now)
    _record(current, "section.gone_on_with", actor=actor)
    return current


@transaction.atomic
def take_section_back(handed: HandedSection, *, actor: Actor, version: int | None, now: datetime) -> HandedSection:
    """It is nobody's in particular again; what was written stays."""
    current = _step(handed, "take_back", actor=actor, version=version)
    _close(current, now=now, reason="taken_back")
    _record(current, "section.taken_back", actor=actor)
    return current


@transaction.atomic
def choose_writers(contribution: Contribution, *, actor: Actor, seen: bool, only_where_handed: bool) -> Contribution:
    """Let contributors write everywhere, or only in the sections handed to them.

    `seen` is the choice that stood on the page: the contribution's version grows with every word that colleagues type.
    Raises `IllegalTransition`, `NotAllowed`, or `StaleVersion` where somebody chose otherwise meanwhile.
    """
    current = open_for_writing(contribution)
    if not can_hand_over(made_again(actor), current):
        raise NotAllowed
    if current.only_where_handed not in {seen, only_where_handed}:
        raise StaleVersion
    if current.only_where_handed != only_where_handed:
        current.only_where_handed = only_where_handed
        _grow(current, "only_where_handed")
        facts: dict[str, JSON] = {"only_where_handed": only_where_handed}
        record(current, "contribution.writers_chosen", actor=actor, audience=own(current), facts=facts)
    return current


def close_handed(contribution: Contribution, *, now: datetime, reason: str) -> None:
    """What was handed over ends once nothing more is written there. The caller holds the contribution's lock."""
    for handed in HandedSection.objects.current().filter(contribution=contribution).order_by("pk"):
        current = HANDED.apply(handed, "take_back", actor=system(now), version=None)
        _close(current, now=now, reason=reason)


def where_to_write(contribution: Contribution, actor: Actor) -> Places | None:
    """The sections in which the actor writes, by the offices still held; None: everywhere. Raises `NotAllowed`.

    Asked by whoever holds the contribution.
    """
    again = made_again(actor)
    if not can_write(again, contribution):
        raise NotAllowed
    return None if writes_everywhere(again, contribution) else places_handed_to(contribution, actor.user_id)


def check_place(only_in: Places | None, place: tuple[int, int | None]) -> None:
    """Raise `NotAllowed` for a section in which the actor does not write."""
    if only_in is not None and place not in only_in:
        raise NotAllowed(
            _("In this contribution you write in the sections that are handed to you, and not in this one.")
        )


def _step(handed: HandedSection, name: str, *, actor: Actor, version: int | None) -> HandedSection:
    open_for_writing(handed.contribution)
    return HANDED.apply(handed, name, actor=actor, version=version)


def _close(handed: HandedSection, *, now: datetime, reason: str) -> None:
    handed.save(update_fields=["state", "version"])
    close_obligation(handed, SECTION_HANDED, now=now, reason=reason)


def _grow(contribution: Contribution, *fields: str) -> None:
    contribution.version += 1
    contribution.save(update_fields=[*fields, "version"])


def _chosen(contribution: Contribution, places: Collection[str]) -> list[AskedSection]:
    chosen = [section for section in asked_sections(contribution) if section.name in places]
    if not chosen or len(chosen) != len(set(places)):
        raise RuleBroken(_("Choose sections that are asked of your participant."), field="places")
    return chosen


def _until(contribution: Contribution, due_on: date | None, now: datetime) -> datetime | None:
    if due_on is None:
        return None
    due_at = datetime.combine(due_on, time(23, 59), ZoneInfo(contribution.round.due_zone))
    if due_at <= now:
        raise RuleBroken(_("This day has passed: choose another, or none."), field="due_on")
    return due_at


def _one_line(note: str) -> str:
    line = " ".join(note.split())
    if len(line) > LONGEST_NOTE:
        raise RuleBroken(_("Say it in at most %(characters)s characters.") % {"characters": LONGEST_NOTE}, field="note")
    return line


def _make_free(
    contribution: Contribution, sections: Sequence[AskedSection], writers: Collection[int], *, now: datetime
) -> None:
    places = {one.keys for one in sections}
    for handed in HandedSection.objects.current().filter(contribution=contribution).order_by("pk"):
        if handed.keys not in places:
            continue
        if handed.user_id in writers:
            raise RuleBroken(WITH_SOMEBODY, field="places")
        current = HANDED.apply(handed, "take_back", actor=system(now), version=None)
        _close(current, now=now, reason="handed_on")


def _record(handed: HandedSection, kind: str, *, actor: Actor) -> None:
    record(handed, kind, actor=actor, audience=own(handed.contribution), facts=_facts(handed))


def _facts(handed: HandedSection) -> dict[str, JSON]:
    return {
        "contribution": str(handed.contribution.uuid),
        "section": handed.section.code,
        "activity": str(handed.activity.uuid) if handed.activity else None,
        "to": handed.user_id,
    }
