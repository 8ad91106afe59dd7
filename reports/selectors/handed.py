"""Who has which section, who could get one, and where somebody may write."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from foundation.accounts.models import User
from foundation.actors import Actor
from parties.selectors import writers_for
from reports.enums import HandedState
from reports.models import Contribution, HandedSection, TemplateSection
from reports.models.handed import HandedSectionQuerySet
from reports.selectors.obligations import ACCEPTING

Places = frozenset[tuple[int, int | None]]


def handed_of(contribution: Contribution, actor: Actor, *, now: datetime) -> HandedSectionQuerySet:
    """What is handed over now; `holds_office` says whether the person still may write. One query."""
    writers = writers_for(contribution.party_id, contribution.authority_id, now).filter(pk=OuterRef("user"))
    rows = HandedSection.objects.visible_to(actor).filter(contribution=contribution).current()
    return rows.annotate(holds_office=Exists(writers)).select_related("contribution", "section", "activity", "user")


def handed_to(actor: Actor) -> HandedSectionQuerySet:
    """What the reader was asked to write and has not finished, the first to fall due first."""
    mine = HandedSection.objects.visible_to(actor).filter(user=actor.user_id, state=HandedState.HANDED)
    open_ones = mine.filter(contribution__round__state__in=ACCEPTING)
    with_round = open_ones.select_related("contribution__round", "contribution__party", "section", "activity")
    return with_round.order_by("due_at", "contribution__round__due_at", "section__position", "id")


def places_handed_to(contribution: Contribution, user_id: int | None) -> Places:
    """Where this person was asked to write."""
    rows = HandedSection.objects.current().filter(contribution=contribution, user=user_id)
    return frozenset(rows.values_list("section_id", "activity_id"))


def with_earlier_editions(places: Places) -> Places:
    """The places, and the sections of earlier editions that bear their codes: a question that is gone stood there."""
    rows = TemplateSection.objects.select_related("template")
    named = {_codes(section): section.pk for section in rows.filter(pk__in={section for section, _activity in places})}
    same = rows.filter(code__in={code for _template, _audience, code in named})
    earlier = {section.pk: named.get(_codes(section)) for section in same}
    return places | {(old, place[1]) for old, new in earlier.items() for place in places if place[0] == new}


def _codes(section: TemplateSection) -> tuple[str, str, str]:
    return section.template.code, section.template.audience, section.code


def colleagues_of(contribution: Contribution, *, now: datetime) -> list[User]:
    """Who writes for the participant now, by name: those a section may be handed to."""
    return list(writers_for(contribution.party_id, contribution.authority_id, now).order_by("full_name", "id"))


def other_colleagues_of(contribution: Contribution, actor: Actor, *, now: datetime) -> list[User]:
    """Those that this person may ask: everybody but the person."""
    return [user for user in colleagues_of(contribution, now=now) if user.pk != actor.user_id]


def still_handed(uuid: UUID, *, now: datetime) -> bool:
    """Whether its person still is to write it, and still may."""
    handed = HandedSection.objects.filter(uuid=uuid, state=HandedState.HANDED).select_related("contribution").first()
    return handed is not None and any(user.pk == handed.user_id for user in colleagues_of(handed.contribution, now=now))
