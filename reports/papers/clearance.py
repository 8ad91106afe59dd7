"""The paper that goes around a ministry before anything is submitted: every answer, a watermark, lines to sign on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.exports.paper import Block, Facts, Heading, Note, PageBreak, Paper, Signatures, Words
from foundation.wording import localdate, localdays, on_clock, place
from parties.models import Party
from reports.models import Attachment, Clearance, Contribution, SectionTerms
from reports.papers.words import count_of_answers, working_blocks, working_files
from reports.selectors.asked_question import AskedSection
from reports.selectors.translations import NO_TRANSLATIONS, Translations

MOST_CLEARERS = 12
LONGEST_CLEARER = 120


@dataclass(frozen=True)
class ForClearance:
    """What is printed: answers as they stand and their version, who may see what, the files, and what was cleared."""

    contribution: Contribution
    asked: Sequence[AskedSection]
    terms: dict[int, SectionTerms]
    version: str
    files: Iterable[Attachment]
    clearances: Sequence[Clearance]
    due_at: datetime
    named: Sequence[Party] = ()
    """In whose name it is to speak too: each is asked once it is submitted."""
    translations: Translations = NO_TRANSLATIONS


def clearers_in(text: str) -> list[str]:
    """Who is to clear it, one on each line; a line to fill in by hand where nobody is named."""
    named = [" ".join(line.split())[:LONGEST_CLEARER] for line in text.splitlines()]
    return [name for name in named if name][:MOST_CLEARERS] or [""]


def clearance_paper(draft: ForClearance, *, clearers: Sequence[str], now: datetime, zone: str) -> Paper:
    """The paper in the active language; `zone` is the reader's."""
    printed = f"{on_clock(now, zone)} ({place(zone)})"
    mark = _("DRAFT FOR CLEARANCE – not submitted")
    stamp = _("%(mark)s · printed %(printed)s · version %(version)s") % {
        "mark": mark,
        "printed": printed,
        "version": draft.version,
    }
    return Paper(
        title=str(draft.contribution.round.title),
        language=(get_language() or "en")[:2],
        moment=now,
        blocks=[*_front(draft, printed), *_answers(draft), *_back(draft, clearers)],
        kicker=str(draft.contribution.party.name),
        watermark=mark,
        header=stamp,
        footer=str(draft.contribution.party.name),
        page=_("Page {page} of {pages}"),
    )


def _front(draft: ForClearance, printed: str) -> list[Block]:
    round_ = draft.contribution.round
    pairs = [(_("Participant"), str(draft.contribution.party.name))]
    if draft.contribution.authority:
        pairs.append((_("Authority"), draft.contribution.authority.name))
    if draft.named:
        pairs.append((_("To be asked to confirm it too"), "\n".join(str(party.name) for party in draft.named)))
    pairs += [
        (_("Period"), localdays(round_.period_begins_on, round_.period_ends_on)),
        (_("Due"), f"{on_clock(draft.due_at, round_.due_zone)} ({place(round_.due_zone)})"),
        (_("Printed"), printed),
        (_("Version of the answers"), draft.version),
        (_("Questions answered"), count_of_answers(draft.asked)),
    ]
    return [
        Facts(pairs),
        Note(_("Nobody outside the participant has seen these answers. They are sent only when they are submitted.")),
    ]


def _answers(draft: ForClearance) -> Iterator[Block]:
    yield from working_blocks(draft.asked, draft.terms, draft.translations)
    yield from working_files(draft.files)


def _back(draft: ForClearance, clearers: Sequence[str]) -> list[Block]:
    labels = [_("Name"), _("Function"), _("Date"), _("Signature")]
    blocks: list[Block] = [PageBreak(), Heading(_("Clearance"), 1)]
    blocks.append(Note(_("Signed for version %(version)s of the answers.") % {"version": draft.version}))
    if draft.clearances:
        blocks.append(Heading(_("Cleared so far"), 3))
        blocks.append(Facts([_cleared(one, draft.version) for one in draft.clearances]))
    blocks.append(Signatures(labels, [Words(name) for name in clearers]))
    return blocks


def _cleared(one: Clearance, version: str) -> tuple[str, str]:
    day, version_named = localdate(one.cleared_on), _("version")
    same = _("these very answers") if one.answers_version == version else _("changed since")
    return one.cleared_by, " · ".join([day, f"{version_named} {one.answers_version}", same])
