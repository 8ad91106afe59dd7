"""What the workbench says before steps of a meeting: it lies ahead, nobody is invited, nobody noted as present."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import Sentence
from foundation.screens import screen_of, step_of
from foundation.steps import Obstacle
from meetings.enums import AHEAD, Presence
from meetings.models import Meeting, Sitting
from meetings.services.meetings import NOT_BEGUN, NOT_OVER, has_begun, is_over

FIXED_FROM_NOW_ON = _(
    "The decisions of this meeting become public. From then on its record is fixed: what changes in it is a "
    "correction, whose reason everybody reads."
)


def not_begun(meeting: Meeting) -> Iterator[Obstacle]:
    """That its first day is still ahead, with the place where its days stand."""
    if not has_begun(meeting, timezone.now()):
        yield _days(meeting, NOT_BEGUN)


def not_over(meeting: Meeting) -> Iterator[Obstacle]:
    """That its last day is still ahead."""
    if not is_over(meeting, timezone.now()):
        yield _days(meeting, NOT_OVER)


def _days(meeting: Meeting, sentence: Sentence) -> Obstacle:
    page = screen_of(meeting)
    return Obstacle(sentence, _("Its first and last day"), f"{page}#id_begins_on")


def nobody_invited(meeting: Meeting) -> Iterator[Obstacle]:
    """That delegations are invited first; of a meeting that took place, while its record is known to be incomplete."""
    if meeting.delegations.exists():
        return
    if meeting.state in AHEAD or meeting.is_incomplete:
        invite = step_of(meeting, "invite_delegations")
        yield Obstacle(_("Nobody is invited to this meeting yet."), _("Invite the delegations"), invite)
    else:
        page = screen_of(meeting)
        told = _(
            "Nobody was invited. Tick on its page that the record is incomplete, and save: "
            "delegations can be invited then."
        )
        yield Obstacle(told, _("The meeting"), f"{page}#id_is_incomplete")


def nobody_invited_to_sitting(sitting: Sitting) -> Iterator[Obstacle]:
    """The same for one of its sittings."""
    return nobody_invited(sitting.meeting)


def presence_not_recorded(meeting: Meeting, actor: Actor) -> Iterator[Sentence]:  # noqa: ARG001 -- every warning takes row and actor
    """Before the record is concluded: that nobody was noted as present or absent, with the way to do it."""
    if meeting.delegations.exclude(presence=Presence.UNKNOWN).exists():
        return
    sitting = meeting.sittings.order_by("number", "pk").first()
    url = step_of(sitting or meeting, "record_presence")
    told = gettext("Nobody has recorded who was present:")
    yield format_html('{} <a href="{}">{}</a>', told, url, gettext("Record who was present"))
