"""What the workbench says before a step of a round or report is taken, where it depends on how things stand."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.clocks import own_zone
from foundation.errors import Sentence
from foundation.localized import LANGUAGES, language_order
from foundation.screens import screen_of
from foundation.wording import enumerated, langname, listed, localdate, localdays, on_clock, place
from meetings.enums import MeetingState
from reports.enums import QueryState, ReportState
from reports.models import ConsolidatedReport, Contribution, Query, Round
from reports.rendition import n_of_N_in_words, text_of
from reports.selectors.consolidated import awaited_confirmations
from reports.selectors.rounds import asking_about_the_same_days, n_of_N
from reports.selectors.wordings import earlier_wordings
from reports.services.completing import latest_endorsement


def before_the_cut_off(round_: Round) -> Sentence:
    """Whether the date that everybody was given is still ahead, and how much has been received by now."""
    said = [
        *_still_ahead(round_.due_at, round_.due_zone),
        gettext("What arrives from now on waits for an addendum or for the next round."),
        f"{n_of_N_in_words(n_of_N(round_))}.",
    ]
    return " ".join(said)


def of_common_days(round_: Round, actor: Actor) -> Iterator[Sentence]:
    """Which other rounds ask about days of its period. That may be meant, as with a review of several years."""
    for other in asking_about_the_same_days(round_, actor):
        told = gettext(
            "Another round of this plan asks about days of this period too: whoever is asked in both is asked about "
            "them twice. The period is fixed once the round is open."
        )
        page = screen_of(other)
        days = localdays(other.period_begins_on, other.period_ends_on)
        yield format_html('{} <a href="{}">{}</a> ({})', told, page, other.title, days)


def before_opening(round_: Round, actor: Actor) -> Iterator[Sentence]:
    """Which other rounds ask about the same days, and which of its meetings participants do not see yet."""
    yield from of_common_days(round_, actor)
    for meeting in (round_.som, round_.ministerial):
        if meeting is not None and meeting.state == MeetingState.PLANNED:
            told = gettext("This meeting is not convened yet: participants do not see it until it is.")
            page = screen_of(meeting)
            yield format_html('{} <a href="{}">{}</a>', told, page, meeting.title)


def before_comments_close(report: ConsolidatedReport) -> Sentence:
    """Whether comments may still come until a moment that participants were given."""
    ahead = _still_ahead(report.comments_until, own_zone()) if report.comments_until else []
    return " ".join([*ahead, gettext("No more comments will be awaited.")])


def before_circulating(report: ConsolidatedReport, actor: Actor) -> Iterator[Sentence]:  # noqa: ARG001 -- every warning takes row and actor
    """Before a draft goes out: what lacks a language or is of an earlier wording, and what follows from it."""
    yield from _missing_languages(report)
    yield from _missing_names(report)
    earlier = list(earlier_wordings(report))
    yield from earlier
    languages = text_of(report).languages()
    if earlier and report.authentic_language in languages:
        yield gettext("The draft goes out in these languages only: %(languages)s.") % {
            "languages": listed(map(langname, languages))
        }


def _missing_languages(report: ConsolidatedReport) -> Iterator[Sentence]:
    """In which language readers of another one will read which paragraphs."""
    read_instead: dict[tuple[str, str], list[str]] = {}
    for paragraph in report.paragraphs.order_by("number", "id"):
        written = [code for code in LANGUAGES if getattr(paragraph, f"text_{code}")]
        for code in (one for one in LANGUAGES if written and one not in written):
            instead = next(other for other in language_order(code) if other in written)
            read_instead.setdefault((code, instead), []).append(str(paragraph.number))
    for (code, instead), numbers in read_instead.items():
        told = ngettext(
            "Paragraph %(numbers)s is not written in %(language)s: who reads in %(language)s will read it in "
            "%(instead)s.",
            "Paragraphs %(numbers)s are not written in %(language)s: who reads in %(language)s will read them in "
            "%(instead)s.",
            len(numbers),
        )
        yield told % {"numbers": enumerated(numbers), "language": langname(code), "instead": langname(instead)}


def _missing_names(report: ConsolidatedReport) -> Iterator[Sentence]:
    """In which languages the draft does not go out at all: without its title and every heading no text is whole."""
    headings = list(report.paragraphs.exclude(**{f"heading_{report.authentic_language}": ""}))
    for code in LANGUAGES:
        if getattr(report, f"title_{code}") and all(getattr(paragraph, f"heading_{code}") for paragraph in headings):
            continue
        told = gettext(
            "The title or a heading is not written in %(language)s: the draft does not go out in %(language)s, even "
            "where its paragraphs are."
        )
        yield told % {"language": langname(code)}


RESTS = _("While the text is circulated for comments it is not changed: what is to be mended is mended before.")


def before_settling(query: Query, actor: Actor) -> Iterator[Sentence]:  # noqa: ARG001 -- every warning takes row and actor
    """Before a question is closed to which the participant has not replied."""
    if query.state == QueryState.OPEN:
        yield gettext(
            "The participant has not replied to this question. Once it is settled, no reply can be given and nobody is "
            "reminded of it any more."
        )


def of_questions_not_settled(contribution: Contribution, actor: Actor) -> Iterator[Sentence]:
    """Before a contribution is marked complete: the questions that still stand, each with the way to it."""
    standing = Query.objects.visible_to(actor).filter(contribution=contribution).exclude(state=QueryState.SETTLED)
    links = [(screen_of(one), one) for one in standing.order_by("asked_at", "pk")]
    if links:
        told = gettext("Questions to this participant are not settled yet:")
        yield format_html("{} {}", told, format_html_join(" · ", '<a href="{}">{}</a>', links))


def before_issuing_amended(report: ConsolidatedReport, actor: Actor) -> Iterator[Sentence]:  # noqa: ARG001 -- every warning takes row and actor
    """Before the amended text is issued: the languages of the tabled one in which an amendment is not written."""
    if report.state != ReportState.ENDORSED_AS_AMENDED:
        return
    tabled = set(text_of(report).languages())
    amendments = latest_endorsement(report).amendments.all()
    awaited = [code for code in LANGUAGES if not all(getattr(one, f"after_{code}") for one in amendments)]
    lost = [code for code in awaited if code in tabled]
    if lost:
        told = gettext(
            "The amendments are not written in %(languages)s: the amended text is not issued in a language in which "
            "the report was tabled."
        )
        yield told % {"languages": listed(map(langname, lost))}


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
