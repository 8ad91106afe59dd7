"""The paper of a submission: the same snapshot always gives the same text, in the language of the contribution."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.exports.paper import Block, Facts, Heading, Note, Paper
from foundation.ledger.selectors import Head
from foundation.wording import langname, localdate, localdays, on_clock, place
from parties.models import Party
from reports.models import Snapshot
from reports.papers.words import snapshot_blocks


def submission_paper(snapshot: Snapshot, *, number: str) -> Paper:
    """What was submitted under this number. Nothing in it changes later: not the terms, and not who asks for it."""
    language = snapshot.content["language"]
    with override(language):
        return Paper(
            title=str(snapshot.contribution.round.title),
            language=language,
            moment=snapshot.frozen_at,
            blocks=list(_blocks(snapshot, number)),
            kicker=str(snapshot.contribution.party.name),
            lead=_("Contribution as submitted"),
            header=f"{number} · SHA-256 {snapshot.sha256}",
            footer=str(snapshot.contribution.party.name),
            page=_("Page {page} of {pages}"),
        )


def receipt_paper(
    snapshot: Snapshot, *, number: str, head: Head | None, together_with: Iterable[Party], zone: str, language: str
) -> Paper:
    """The receipt in the active language, with both clocks: the reader's and the round's; and who has confirmed it."""
    round_ = snapshot.contribution.round
    pairs = [(_("Participant"), str(snapshot.contribution.party.name)), (_("Number"), number)]
    pairs += [(_("Also in the name of"), str(party.name)) for party in together_with]
    pairs += [(_("Received"), clock) for clock in clocks(snapshot, zone)]
    pairs.append((_("SHA-256 of what was submitted"), snapshot.sha256))
    receipt = getattr(snapshot, "receipt", None)
    if receipt is not None and receipt.revision is not None:
        pairs.append((_("SHA-256 of its PDF"), receipt.revision.sha256))
    if head is not None:
        pairs.append((_("Block of the ledger"), f"{head.block} · {head.hash}"))
    return Paper(
        title=_("Receipt"),
        language=language,
        moment=snapshot.frozen_at,
        blocks=[Facts(pairs), Note(_("Whoever holds what was submitted can check with these that it is unchanged."))],
        kicker=str(snapshot.contribution.party.name),
        lead=str(round_.title),
        page=_("Page {page} of {pages}"),
    )


def clocks(snapshot: Snapshot, zone: str) -> list[str]:
    """The moment on the reader's clock and, where it differs, on the round's."""
    zones = list(dict.fromkeys([zone, snapshot.contribution.round.due_zone]))
    return [f"{on_clock(snapshot.received_at, one)} ({place(one)})" for one in zones]


def _blocks(snapshot: Snapshot, number: str) -> Iterator[Block]:
    round_, content = snapshot.contribution.round, snapshot.content
    yield Facts(
        [
            (_("Number"), number),
            (_("Period"), localdays(round_.period_begins_on, round_.period_ends_on)),
            (_("Received"), clocks(snapshot, round_.due_zone)[0]),
            (_("SHA-256 of what was submitted"), snapshot.sha256),
        ]
    )
    yield Note(_("This paper shows what was submitted. The SHA-256 is that of the file that machines read."))
    if content["nothing_to_report"]:
        yield Note(_("Nothing to report for this period"))
    if content.get("letter"):
        yield from _letter(content["letter"])
    yield from snapshot_blocks(content["sections"])
    cleared = content.get("clearances", [])
    if cleared:
        yield Heading(_("Clearance"), 2)
        yield Facts([(one["by"], _cleared(one)) for one in cleared])


def _cleared(one: dict[str, Any]) -> str:
    version = _("version")
    return f"{localdate(date.fromisoformat(one['on']))} · {version} {one['version']}"


def _letter(letter: dict[str, Any]) -> Iterator[Block]:
    """What names the letter that is the authentic text."""
    yield Heading(_("Received by letter"), 2)
    yield Facts(
        [
            (_("sender, as written"), letter["sender"]),
            (_("number"), letter["number"] or "–"),
            (_("dated"), localdate(date.fromisoformat(letter["dated"]))),
            (_("language"), langname(letter["language"])),
            (_("authentic text"), f"{letter['name']} · SHA-256 {letter['sha256']}"),
        ]
    )
