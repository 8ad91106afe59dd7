"""What the form shows to whom: sections handed to the reader first, and what the reader may not write as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foundation.actors import Actor
from reports.enums import HandedState
from reports.forms.answers import version_of
from reports.models import Contribution, HandedSection
from reports.permissions.handed import writes_everywhere
from reports.selectors.asked_question import AskedSection


@dataclass(frozen=True)
class Arranged:
    """The sections with fields, those without, and who has which."""

    written: list[AskedSection]
    read: list[AskedSection]
    handed: dict[tuple[int, int | None], HandedSection]
    mine: list[HandedSection]


def arranged(
    sections: list[AskedSection],
    handed: list[HandedSection],
    *,
    actor: Actor,
    contribution: Contribution,
    posted: Mapping[str, Any] | None,
) -> Arranged:
    """What was posted stays in the form, whoever may write it: nothing typed is dropped without a word."""
    by_place = {one.keys: one for one in handed}
    mine = {place for place, one in by_place.items() if one.user_id == actor.user_id}
    everywhere = writes_everywhere(actor, contribution)
    written = [one for one in sections if everywhere or one.keys in mine or _is_posted(one, posted or {})]
    unfinished = {place for place in mine if by_place[place].state == HandedState.HANDED}
    return Arranged(
        written=sorted(written, key=lambda one: (one.keys not in unfinished, one.keys not in mine)),
        read=[one for one in sections if one not in written],
        handed=by_place,
        mine=[by_place[one.keys] for one in sections if one.keys in mine],
    )


def _is_posted(section: AskedSection, posted: Mapping[str, Any]) -> bool:
    return any(version_of(item) in posted for item in section.questions)
