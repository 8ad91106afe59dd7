"""A work of each classification, each with a file that holds words for its readers only."""

from documents.models import Document
from foundation.actors import system
from foundation.ledger.audience import unit
from tests.canaries.strings import planted
from tests.factories.documents import DocumentFactory, issue

WORDS = {
    "public": None,
    "participants": "file for participants",
    "staff": "file for staff",
    "owner": "file of an owner",
}


def build(world):
    works = {state: _work(world, state, words) for state, words in WORDS.items()}
    world.rows["document"] = {state: work for state, (work, _file) in works.items()}
    world.rows["revision"] = {state: file for state, (_work, file) in works.items()}


def _work(world, classification, words):
    text = planted(words) if words else "For everybody."
    work: Document = DocumentFactory(classification=classification, title_en=f"Paper {text}")
    audience = {"audience": unit(world.own.pk)} if classification == "owner" else {}
    return work, issue(work, text.encode(), actor=system(world.now), now=world.now, **audience)
