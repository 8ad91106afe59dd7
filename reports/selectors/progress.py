"""How far a participant is: what stands open in each section, and what became of the decisions on its activities."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from actionplan.models import ActivityFollowUp
from foundation.actors import Actor
from meetings.enums import FollowUpState
from meetings.models import FollowUp
from reports.selectors.asked_question import AskedQuestion, AskedSection

OPEN_FOLLOW_UPS = (FollowUpState.OPEN, FollowUpState.IN_PROGRESS, FollowUpState.CARRIED_OVER)


@dataclass(frozen=True)
class Blocker:
    """Why a contribution cannot be submitted yet: `required` or `unconfirmed`, and the question it is about."""

    reason: str
    section: AskedSection
    asked: AskedQuestion


@dataclass(frozen=True)
class Progress:
    """How many of a section's questions are answered; a list is one question, each milestone and indicator another."""

    answered: int
    """Said by the participant for this round."""
    asked: int
    open: int
    """Those that need an answer and have none."""
    to_confirm: int = 0
    """Those filled in for the participant, which it has not confirmed yet."""
    waiting: int = 0
    """Questions to the contribution that wait for a reply."""

    @property
    def is_done(self) -> bool:
        """Something is said, nothing stands in the way, and nobody waits for a reply."""
        return self.answered > 0 and not self.stands_open and not self.waiting

    @property
    def stands_open(self) -> int:
        """What stands in the way of submitting."""
        return self.open + self.to_confirm


def blockers(asked: Iterable[AskedSection]) -> list[Blocker]:
    """Required questions without an answer, and answers of the last round that nobody has confirmed."""
    return [blocker for section in asked for blocker in _open_in(section)]


def progress_of(section: AskedSection) -> Progress:
    """How far one section is."""
    lines = list(lines_of(section))
    to_confirm = [any(item.waits_for_confirmation for item in items) for items in lines]
    said = [any(item.text for item in items) for items in lines]
    needed = sum(blocker.reason == "required" for blocker in _open_in(section))
    return Progress(sum(said) - sum(to_confirm), len(lines), needed, sum(to_confirm))


def progress_of_all(asked: Iterable[AskedSection], *, waiting: int = 0) -> Progress:
    """How far all sections are together; `waiting` questions to the contribution have no reply yet."""
    each = [progress_of(section) for section in asked]
    return Progress(
        sum(one.answered for one in each),
        sum(one.asked for one in each),
        sum(one.open for one in each),
        sum(one.to_confirm for one in each),
        waiting,
    )


def lines_of(section: AskedSection) -> Iterator[list[AskedQuestion]]:
    """What counts as one question: all rows of a list together, anything else by itself."""
    for (_name, is_list), items in groupby(section.questions, key=lambda item: (item.list_name, item.is_of_list)):
        if is_list:
            yield list(items)
        else:
            yield from ([item] for item in items)


def _open_in(section: AskedSection) -> Iterator[Blocker]:
    for items in lines_of(section):
        if items[-1].question.is_required and not any(item.text for item in items):
            yield Blocker("required", section, items[-1])
        yield from (Blocker("unconfirmed", section, item) for item in items if item.waits_for_confirmation)


def open_follow_ups(asked: Iterable[AskedSection], actor: Actor) -> dict[int, list[FollowUp]]:
    """What earlier decisions ask for, by activity: the next round shows it (domain note, section 1)."""
    activities = {section.activity.pk for section in asked if section.activity}
    ties = (
        ActivityFollowUp.objects.filter(
            activity__in=activities,
            follow_up__in=FollowUp.objects.visible_to(actor),
            follow_up__state__in=OPEN_FOLLOW_UPS,
        )
        .select_related("follow_up__decision__meeting", "follow_up__decision__verb", "follow_up__owner")
        .order_by("follow_up__due_on", "follow_up_id")
    )
    by_activity: dict[int, list[FollowUp]] = {}
    for tie in ties:
        by_activity.setdefault(tie.activity_id, []).append(tie.follow_up)
    return by_activity
