"""What a round leaves behind that goes on to its next step, said in the workbench before the step is confirmed."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from foundation.actors import Actor
from foundation.errors import Sentence
from foundation.wording import localnumber
from reports import lists
from reports.models import ConsolidatedReport, Round
from reports.selectors.obligations import awaited_in
from reports.selectors.still_open import still_open


def left_behind(round_: Round, actor: Actor) -> Iterator[Sentence]:
    """How many have not submitted, and what is not cleared, replied to or settled, each with the way to it.

    Whether one who has not submitted has begun a draft is the participant's own affair: all of them are one number.
    """
    stands = still_open(round_, actor)
    overview = reverse("admin:reports_round_overview", args=[round_.pk])
    told = (
        (awaited_in(round_).count(), _not_submitted, overview),
        (stands.to_read, _not_complete, lists.to_read_in(round_)),
        (stands.unanswered, _without_reply, lists.unanswered_in(round_)),
        (stands.replied, _not_settled, lists.replied_in(round_)),
    )
    for number, say, page in told:
        if number:
            yield format_html('<a href="{}">{}</a>', page, say(number) % {"number": localnumber(number)})


def before_closing(round_: Round, actor: Actor) -> Iterator[Sentence]:
    """What is left behind; first of all a report that was not begun, for then there will be none."""
    if not ConsolidatedReport.objects.filter(round=round_).exists():
        yield gettext("No consolidated report of this round was begun: once the round is closed, none can be.")
    yield from left_behind(round_, actor)


def _not_submitted(number: int) -> str:
    return ngettext(
        "%(number)s participant has not submitted, or not submitted again what was reopened.",
        "%(number)s participants have not submitted, or not submitted again what was reopened.",
        number,
    )


def _not_complete(number: int) -> str:
    return ngettext(
        "%(number)s contribution was received and is not marked complete: a report draws on complete ones alone.",
        "%(number)s contributions were received and are not marked complete: a report draws on complete ones alone.",
        number,
    )


def _without_reply(number: int) -> str:
    return ngettext(
        "%(number)s question has no reply yet.",
        "%(number)s questions have no reply yet.",
        number,
    )


def _not_settled(number: int) -> str:
    return ngettext(
        "%(number)s reply is still to be read: its question is not settled.",
        "%(number)s replies are still to be read: their questions are not settled.",
        number,
    )
