"""What participants said about being quoted, looked for in every place where a report is read, by staff as well."""

import re
from collections.abc import Iterator

from parties.models import Party
from tests.canaries.entitlements import OWNERS
from tests.canaries.strings import KINDS, planted

PLACES = (
    "portal/reports/",
    "api/v1/reports/",
    "api/v1/documents/",
    "documents/",
    "chain/",
    "admin/reports/consolidatedreport/",
    "admin/reports/endorsement/",
    "admin/reports/review/",
    "admin/documents/",
)
"""Where reports and their documents are read."""
DRAFTING_TABLE = "admin/reports/consolidatedreport/"
"""The only place that shows what may be used without naming its participant."""
WITHHELD = ("answer not to be quoted of ", "translation not to be quoted of ")
NEVER = {planted(kind).encode(): kind for kind in KINDS.values() if kind.startswith(WITHHELD)}
UNNAMED = {
    planted(f"unnamed {what} of {owner}").encode(): owner for owner in OWNERS for what in ("answer", "translation")
}
BESIDE = re.compile(rb"<blockquote>.*?</blockquote>", re.DOTALL)


def misquoted(body: bytes, path: str, parties: dict[str, Party]) -> Iterator[str]:
    """What is quoted in this answer against the word of its participant."""
    if not path.startswith(PLACES):
        return
    yield from (f"quotes {kind}" for words, kind in NEVER.items() if words in body)
    for words, owner in UNNAMED.items():
        if words in body and not path.startswith(DRAFTING_TABLE):
            yield f"shows the unnamed answer of {owner} outside the drafting table"
        yield from _named(body, words, owner, parties)


def _named(body: bytes, words: bytes, owner: str, parties: dict[str, Party]) -> Iterator[str]:
    """An unnamed answer, with its participant's name in the same quotation."""
    party = parties.get(owner)
    names = [name.encode() for name in (party.name_en, party.name_fr, party.name_ar) if name] if party else []
    for quotation in BESIDE.findall(body):
        if words in quotation and any(name in quotation for name in names):
            yield f"names {owner} beside its unnamed answer"
