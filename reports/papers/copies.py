"""A submission to read: in the reader's language, each answer in its own, and marked translations beneath.

It is made anew each time, because translations come later. The frozen paper of the submission stays as it is.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from foundation.actors import Actor
from foundation.exports import docx, pdf
from foundation.exports.paper import Facts, Note, Paper
from foundation.wording import localdays
from reports.models import Contribution
from reports.papers.submission import clocks
from reports.papers.words import snapshot_blocks
from reports.selectors.contributions import number_of
from reports.selectors.translations import reading_language, translations_read

KINDS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {
    "pdf": (pdf.MEDIA_TYPE, pdf.write_pdf),
    "docx": (docx.MEDIA_TYPE, docx.write_docx),
}


def copy_of(contribution: Contribution, number: int, *, actor: Actor) -> Paper | None:
    """The copy of one submission; None where there is none of this number."""
    snapshot = contribution.snapshots.defer("canonical").filter(number=number).first()
    if snapshot is None:
        return None
    snapshot.contribution = contribution
    round_, name = contribution.round, str(contribution.party.name)
    facts = [
        (_("Number"), number_of(contribution, number)),
        (_("Period"), localdays(round_.period_begins_on, round_.period_ends_on)),
        (_("Received"), clocks(snapshot, round_.due_zone)[0]),
        (_("SHA-256 of what was submitted"), snapshot.sha256),
    ]
    translations = translations_read(contribution, actor)
    return Paper(
        title=str(round_.title),
        language=reading_language(),
        moment=snapshot.frozen_at,
        blocks=[
            Facts(facts),
            Note(_("A copy to read. The authentic text is what was submitted; translations stand beneath it, marked.")),
            *snapshot_blocks(snapshot.content["sections"], translations),
        ],
        kicker=name,
        lead=_("Contribution with translations"),
        footer=name,
        page=_("Page {page} of {pages}"),
    )
