"""What is found, in three languages, and by whom."""

import pytest

from foundation.accounts.models import User
from foundation.actors import anonymous, system
from foundation.search import registry
from foundation.search.models import SearchText
from foundation.search.selectors import search
from foundation.search.services import rebuild, refresh
from tests.foundation.ledger.things import a_thing

pytestmark = pytest.mark.django_db
KIND = "accounts.user"
TEXTS: dict = {}


class OfAccounts(registry.Findable):
    """Accounts, as if anybody with an office saw them; those that are closed only the system sees."""

    def visible_to(self, actor):
        if actor.is_system:
            return User.objects.all()
        return User.objects.filter(is_active=True) if actor.worn else User.objects.none()


@pytest.fixture(autouse=True)
def findable(monkeypatch) -> None:
    TEXTS.clear()
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(OfAccounts(User, lambda user: TEXTS.get(user.pk, {})))


def index(thing, texts) -> None:
    TEXTS[thing.pk] = texts
    refresh([thing])


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
        "reunion",
        "REUNIONS hauts",
        "اجتماع كبار المسؤولين",
        "اجتماع كبار المسئولين",
        "الإجتماع",
        "اجتِماع",
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


@pytest.mark.parametrize("query", ["إعلان القاهرة", "الإعلان", "للإعلان", "اعلان القاهره", "بالقاهرة"])
def test_arabic_words_are_found_with_and_without_the_article(query: str) -> None:
    thing = a_thing()
    index(thing, {"ar": "إعلان القاهرة الوزاري"})

    assert found(query) == [thing.uuid]


def test_what_its_readers_may_no_longer_see_is_found_no_longer() -> None:
    thing = a_thing()
    index(thing, {"en": "Gone"})
    User.objects.filter(pk=thing.pk).update(is_active=False)

    refresh([thing])

    assert found("gone") == []
    assert not SearchText.objects.filter(kind=KIND).exists()


def test_what_only_some_may_see_never_enters_the_index() -> None:
    thing = a_thing()
    User.objects.filter(pk=thing.pk).update(is_active=False)

    index(thing, {"en": "Confidential"})

    assert not SearchText.objects.filter(kind=KIND).exists()


def test_rebuilding_mends_what_is_wrong_and_finds_nothing_to_do_the_second_time() -> None:
    lost, stale = a_thing(), a_thing()
    index(stale, {"en": "Old title"})
    TEXTS.update({lost.pk: {"en": "Lost title"}, stale.pk: {"en": "New title"}})
    SearchText.objects.create(kind="gone.kind", object_uuid=lost.uuid, language="en", text="x", vector="")

    assert rebuild() >= 3
    assert rebuild() == 0
    assert (found("lost"), found("old"), found("new")) == ([lost.uuid], [], [stale.uuid])


def test_better_match_comes_first_and_the_list_ends_at_its_limit() -> None:
    things = [a_thing() for _number in range(3)]
    for number, thing in enumerate(things):
        index(thing, {"en": "water " + "migration " * number, "fr": "eau " + "migration " * number})

    assert [hit.object_uuid for hit in search(system(), "migration", limit=2)] == [things[2].uuid, things[1].uuid]


@pytest.mark.parametrize("between", [" ", "-", "/", ".", "@", "_"])
def test_text_of_more_words_than_an_index_holds_is_found_by_its_beginning(between: str) -> None:
    thing = a_thing()

    index(thing, {"en": "Meeting in Rabat: " + between.join(f"w{number:x}" for number in range(150_000))})

    assert found("meeting rabat") == [thing.uuid]
    assert SearchText.objects.get(object_uuid=thing.uuid).text.endswith("w249ef")


def test_long_text_in_ordinary_words_is_found_by_its_last() -> None:
    thing = a_thing()

    index(thing, {"en": "The meeting took note of measure. " * 20_000 + "Conclusion in Asmara"})

    assert found("asmara") == [thing.uuid]
