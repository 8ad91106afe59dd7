"""What is found, in three languages, and by whom."""

import pytest

from foundation.accounts.models import User
from foundation.actors import anonymous, system
from foundation.search import registry
from foundation.search.selectors import search
from foundation.search.services import index, remove
from tests.foundation.ledger.things import a_thing

pytestmark = pytest.mark.django_db
KIND = "accounts.user"


@pytest.fixture(autouse=True)
def findable(monkeypatch) -> None:
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(KIND, lambda actor: User.objects.all() if actor.is_system else User.objects.none())


def found(query: str, actor=None) -> list:
    return [hit.object_uuid for hit in search(actor or system(), query)]


@pytest.mark.parametrize(
    "query",
    [
        "meeting",
        "meetings",
        "réunion",
        "réunions haut",
        "اجتماع",
        "الاجتماع",
        '"senior officials"',
        "meeting -rabat",
        "SOM-10",
    ],
)
def test_words_are_found_in_the_forms_of_their_language(query: str) -> None:
    thing, other = a_thing(), a_thing()
    index(
        thing,
        {
            "en": "Meeting of senior officials, SOM-10",
            "fr": "Réunion des hauts fonctionnaires",
            "ar": "اجتماع كبار المسؤولين",
        },
    )
    index(other, {"en": "Something else"})

    assert found(query) == [thing.uuid]


@pytest.mark.parametrize("query", ["", "   ", "\0", "absent", "meeting -officials", "':* & | !", "a" * 5000])
def test_nothing_is_found_for_nothing(query: str) -> None:
    index(a_thing(), {"en": "Meeting of senior officials"})

    assert found(query) == []


def test_reader_finds_only_what_the_reader_may_see() -> None:
    thing = a_thing()
    index(thing, {"en": "Confidential"})

    assert found("confidential") == [thing.uuid]
    assert found("confidential", anonymous()) == []


def test_kind_nobody_registered_is_never_found(monkeypatch) -> None:
    index(a_thing(), {"en": "Confidential"})
    monkeypatch.setattr(registry, "_kinds", {})

    assert found("confidential") == []


def test_object_is_found_once_by_its_newest_text() -> None:
    thing = a_thing()
    index(thing, {"en": "Old title", "fr": "Vieux titre"})

    index(thing, {"en": "New title title", "fr": ""})

    assert found("title") == [thing.uuid]
    assert (found("old"), found("vieux")) == ([], [])


def test_removed_object_is_found_no_longer() -> None:
    thing = a_thing()
    index(thing, {"en": "Gone"})

    remove(thing)

    assert found("gone") == []


def test_better_match_comes_first_and_the_list_ends_at_its_limit() -> None:
    things = [a_thing() for _number in range(3)]
    for number, thing in enumerate(things):
        index(thing, {"en": "water " + "migration " * number, "fr": "eau " + "migration " * number})

    assert [hit.object_uuid for hit in search(system(), "migration", limit=2)] == [things[2].uuid, things[1].uuid]
