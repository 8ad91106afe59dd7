"""What a search shows: groups of things in the order of the chain, each with its name, a way to it and a passage."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.exports.text import inert
from foundation.search.folding import fold
from foundation.search.registry import kinds
from foundation.search.selectors import Hit, search
from khartoum.pages.found import SIGNPOSTS, Signpost

FIRST, ALL = 6, 100
"""How many of each kind are shown at first, and when one kind is asked for."""
ALPHABETICAL = {"parties.party"}
"""Kinds that stand in their own order, all of them, however well they match: nobody is ranked."""
AT_THE_ENDS = "\"'-.,;:()«»؟،"
"""What may stand around a word and is no part of it."""
AROUND = 14
"""Words before and after the first that matches."""

KIND_NAMES: dict[str, Promise] = {
    "meetings.meeting": _("Meetings"),
    "meetings.agendaitem": _("Agenda items"),
    "meetings.outcometext": _("Outcome texts"),
    "meetings.paragraph": _("Paragraphs"),
    "actionplan.plan": _("Plans"),
    "actionplan.objective": _("Objectives"),
    "actionplan.activity": _("Activities"),
    "reports.consolidatedreport": _("Consolidated reports"),
    "meetings.decision": _("Decisions"),
    "meetings.statement": _("Statements"),
    "meetings.followup": _("Follow-up"),
    "documents.document": _("Documents"),
    "parties.party": _("Participants"),
}
"""In the order in which they are shown."""


@dataclass(frozen=True)
class Word:
    """A word of a passage, and whether it is one that was asked for."""

    text: str
    is_asked: bool


@dataclass(frozen=True)
class Found:
    """One thing that was found, by the words of its name or in a passage, which has the language it is written in."""

    signpost: Signpost
    name: list[Word]
    passage: list[Word]
    language: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `has_more` where not all is shown."""

    kind: str
    name: Promise
    found: list[Found]
    has_more: bool


def groups_for(actor: Actor, query: str, *, kind: str = "") -> list[Group]:
    """What this reader finds, kind by kind: two queries for each kind at most, however much there is."""
    hits = search(actor, query, limit=ALL + 1, kind=kind)
    return list(_groups(hits, actor, asked=set(_stems(query)), first=ALL if kind else FIRST))


def _groups(hits: list[Hit], actor: Actor, *, asked: set[str], first: int) -> Iterator[Group]:
    for kind, name in KIND_NAMES.items():
        of_kind = [hit for hit in hits if hit.kind == kind]
        if not of_kind:
            continue
        limit = ALL if kind in ALPHABETICAL else first
        shown = _signposts(kind, of_kind if kind in ALPHABETICAL else of_kind[:limit], actor)
        found = [_found(hit, signpost, asked) for hit, signpost in shown[:limit]]
        yield Group(kind, name, found, has_more=len(of_kind) > limit)


def _signposts(kind: str, hits: list[Hit], actor: Actor) -> list[tuple[Hit, Signpost]]:
    rows = kinds()[kind].visible_to(actor).filter(uuid__in=[hit.object_uuid for hit in hits])
    signposts = {row.uuid: signpost for row, signpost in SIGNPOSTS[kind](rows, actor)}
    by_uuid = {hit.object_uuid: hit for hit in hits}
    order = signposts if kind in ALPHABETICAL else by_uuid
    return [(by_uuid[uuid], signposts[uuid]) for uuid in order if uuid in signposts]


def _found(hit: Hit, signpost: Signpost, asked: set[str]) -> Found:
    return Found(signpost, _words(signpost.name, asked), _passage(hit, signpost, asked), hit.language)


def _words(text: str, asked: set[str]) -> list[Word]:
    return [Word(word, _is_asked(word, asked)) for word in text.split()]


def _passage(hit: Hit, signpost: Signpost, asked: set[str]) -> list[Word]:
    """The words around what was asked for, without what the name says already; of a participant its names say all."""
    lines = [line for line in hit.text.splitlines() if line not in signpost.name]
    return list(passage("\n".join(lines), asked)) if lines and hit.kind not in ALPHABETICAL else []


def passage(text: str, asked: set[str]) -> Iterator[Word]:
    """The words around the first that was asked for."""
    words = _words(text, asked)
    first = next((number for number, word in enumerate(words) if word.is_asked), 0)
    start, end = max(first - AROUND, 0), first + AROUND + 1
    if start > 0:
        yield Word("…", is_asked=False)
    yield from words[start:end]
    if end < len(words):
        yield Word("…", is_asked=False)


def _stems(query: str) -> Iterable[str]:
    """The beginnings of the words asked for: close enough to mark what PostgreSQL found by their stems."""
    words = (word.strip(AT_THE_ENDS) for word in fold(query).lower().split() if not word.startswith("-"))
    return (word[: max(len(word) - 2, 3)] for word in words if word)


def _is_asked(word: str, asked: set[str]) -> bool:
    bare = fold(inert(word)).lower().strip(AT_THE_ENDS)
    return any(bare.startswith(stem) for stem in asked)
