"""What the workbench says before a step of a round or report is taken, where it depends on how things stand."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from foundation.actors import Actor
from foundation.clocks import own_zone
from foundation.errors import Sentence
from foundation.wording import langname, listed, localdate, on_clock, place
from reports.enums import QueryState
from reports.models import ConsolidatedReport, Query, Round
from reports.rendition import n_of_N_in_words, text_of
from reports.selectors.consolidated import awaited_confirmations
from reports.selectors.rounds import n_of_N
from reports.selectors.wordings import earlier_wordings


def before_the_cut_off(round_: Round) -> Sentence:
    """Whether the date that everybody was given is still ahead, and how much has been received by now."""
    said = [
        *_still_ahead(round_.due_at, round_.due_zone),
        gettext("What arrives from now on waits for an addendum or for the next round."),
        f"{n_of_N_in_words(n_of_N(round_))}.",
    ]
    return " ".join(said)


def before_comments_close(report: ConsolidatedReport) -> Sentence:
    """Whether comments may still come until a moment that participants were given."""
    ahead = _still_ahead(report.comments_until, own_zone()) if report.comments_until else []
    return " ".join([*ahead, gettext("No more comments will be awaited.")])


def before_circulating(report: ConsolidatedReport, actor: Actor) -> Iterator[Sentence]:  # noqa: ARG001 -- every warning takes row and actor
    """Before a draft goes out: what is of an earlier wording, and in which languages the draft is read therefore."""
    earlier = list(earlier_wordings(report))
    yield from earlier
    languages = text_of(report).languages()
    if earlier and report.authentic_language in languages:
        yield gettext("The draft goes out in these languages only: %(languages)s.") % {
            "languages": listed(map(langname, languages))
        }


def before_settling(query: Query, actor: Actor) -> Iterator[Sentence]:  # noqa: ARG001 -- every warning takes row and actor
    """Before a question is closed to which the participant has not replied."""
    if query.state == QueryState.OPEN:
        yield gettext(
            "The participant has not replied to this question. Once it is settled, no reply can be given and nobody is "
            "reminded of it any more."
        )


def before_declaring(report: ConsolidatedReport, actor: Actor) -> Iterator[Sentence]:
    """Before an endorsement ad referendum is declared confirmed: who has not written, and that there is time left."""
    awaited = list(awaited_confirmations(report))
    if not awaited:
        return
    yield gettext("Confirmations not received yet: %(names)s.") % {"names": listed(one.party.name for one in awaited)}
    day = awaited[0].endorsement.confirm_by
    if day is not None and timezone.localdate(actor.now) <= day:
        told = {"day": localdate(day)}
        yield gettext("Confirmations are asked for by %(day)s: that day has not passed yet.") % told


def _still_ahead(moment: datetime, zone: str) -> list[str]:
    if timezone.now() >= moment:
        return []
    ahead = gettext("The date that participants were given is still ahead: %(due)s (%(place)s).")
    return [ahead % {"due": on_clock(moment, zone), "place": place(zone)}]
