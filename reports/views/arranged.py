"""What the form shows to whom: sections handed to the reader first, and what the reader may not write as it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict

from foundation.actors import Actor
from reports.enums import HandedState
from reports.forms.answers import version_of, with_new_rows
from reports.forms.editions import text_posted
from reports.models import Contribution, HandedSection
from reports.permissions.handed import writes_everywhere
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.validators import as_written


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
) -> Arranged:
    """The sections that the reader writes, those handed over first, and the others."""
    by_place = {one.keys: one for one in handed}
    mine = {place for place, one in by_place.items() if one.user_id == actor.user_id}
    everywhere = writes_everywhere(actor, contribution)
    written = [one for one in sections if everywhere or one.keys in mine]
    unfinished = {place for place in mine if by_place[place].state == HandedState.HANDED}
    return Arranged(
        written=sorted(written, key=lambda one: (one.keys not in unfinished, one.keys not in mine)),
        read=[one for one in sections if one not in written],
        handed=by_place,
        mine=[by_place[one.keys] for one in sections if one.keys in mine],
    )


@dataclass(frozen=True)
class Beyond:
    """What somebody typed under a question of a section that is not theirs to write."""

    asked: AskedQuestion
    text: str
    fields: list[tuple[str, str]]
    """As it was posted."""


def typed_beyond(order: Arranged, posted: QueryDict) -> list[Beyond]:
    """What was typed where the reader does not write, or not any more: nothing of it is dropped without a word."""
    return [found for section in with_new_rows(order.read, posted) for found in _typed_in(section.questions, posted)]


def is_typed_in(order: Arranged, posted: QueryDict) -> bool:
    """Something was posted where the reader writes."""
    return any(version_of(item) in posted for section in order.written for item in section.questions)


def _typed_in(questions: Iterable[AskedQuestion], posted: QueryDict) -> Iterator[Beyond]:
    for item in questions:
        text = text_posted(posted, item.name)
        if text is None or version_of(item) not in posted or as_written(item.kind, text).strip() == item.text:
            continue
        names = [version_of(item), *(item.name + part for part in ("", "_0", "_1"))]
        yield Beyond(item, text, [(name, str(posted[name])) for name in names if name in posted])
