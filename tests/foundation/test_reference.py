"""Reference data: files and database are compared, and only what the files own is written."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from foundation import reference
from foundation.ledger.history import history_of
from foundation.reference import Collection, Outcome, Record, bring, identity
from foundation.sorting import sort_key
from parties.models import Body, Party

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/reference/*.json"))
LANGUAGES = {"en", "fr", "ar"}

in_database = pytest.mark.django_db


def participant(**values):
    texts = {"name_en": "Atlantis", "name_fr": "Atlantide", "name_ar": "أطلانتس"}
    plain = {"kind": "state", "region": "europe", "languages": ["en"], "valid_to": None}
    return Record("XA", {**texts, **plain, **values}, natural={"code": "XA"})


def participants(record, **options):
    return Collection(Party, lambda: [record], by_staff=frozenset({"languages"}), ends="valid_to", **options)


def outcomes(collection):
    return [change.outcome for change in bring(collection)]


@in_database
def test_a_record_becomes_a_row_once():
    collection = participants(participant())

    assert outcomes(collection) == [Outcome.CREATE]
    assert outcomes(collection) == []
    assert Party.objects.get(code="XA").uuid == identity(Party, "XA")


@in_database
def test_a_changed_file_changes_the_row_and_says_which_field():
    list(bring(participants(participant())))

    [change] = bring(participants(participant(name_fr="L'Atlantide")))

    assert change.outcome == Outcome.UPDATE
    assert change.fields == {"name_fr": ("Atlantide", "L'Atlantide")}
    assert Party.objects.get(code="XA").name_fr == "L'Atlantide"
    assert Party.objects.get(code="XA").version == 2


@in_database
def test_what_staff_own_is_shown_and_kept():
    collection = participants(participant())
    list(bring(collection))
    Party.objects.filter(code="XA").update(languages=["fr"])

    [change] = bring(collection)

    assert change.outcome == Outcome.KEEP
    assert change.fields == {"languages": (["fr"], ["en"])}
    assert Party.objects.get(code="XA").languages == ["fr"]


@in_database
def test_a_seed_is_left_to_staff_in_every_field():
    collection = participants(participant(), seed=True)
    list(bring(collection))
    Party.objects.filter(code="XA").update(name_en="New Atlantis")

    assert outcomes(collection) == [Outcome.KEEP]
    assert Party.objects.get(code="XA").name_en == "New Atlantis"


@in_database
def test_a_row_is_retired_by_an_end_in_the_file_and_never_deleted():
    list(bring(participants(participant())))

    assert outcomes(participants(participant(valid_to="2026-01-01"))) == [Outcome.RETIRE]
    assert Party.objects.get(code="XA").valid_to == date(2026, 1, 1)


@in_database
def test_an_end_set_by_staff_is_neither_moved_nor_taken_back():
    list(bring(participants(participant())))
    Party.objects.filter(code="XA").update(valid_to=date(2026, 3, 1))

    assert outcomes(participants(participant())) == [Outcome.KEEP]
    assert outcomes(participants(participant(valid_to="2026-01-01"))) == [Outcome.KEEP]
    assert Party.objects.get(code="XA").valid_to == date(2026, 3, 1)


@in_database
def test_a_row_that_leaves_its_file_stays():
    list(bring(participants(participant())))

    assert list(bring(Collection(Party, list))) == []
    assert Party.objects.filter(code="XA").exists()


@in_database
def test_a_row_entered_by_hand_is_recognised():
    by_hand = Party.objects.create(code="XA", kind="state", region="europe", name_en="Atlantis")

    assert outcomes(participants(participant())) == [Outcome.UPDATE, Outcome.KEEP]
    assert Party.objects.get(code="XA").uuid == by_hand.uuid


@in_database
def test_a_row_is_recognised_after_staff_changed_its_code():
    list(bring(participants(participant())))
    Party.objects.filter(code="XA").update(code="XB")

    assert outcomes(participants(participant())) == []


@in_database
def test_a_value_the_model_refuses_names_its_record():
    with pytest.raises(ValueError, match=r"parties.Party XA: .*kind"):
        list(bring(participants(participant(kind="kingdom"))))


@in_database
def test_a_change_stands_in_the_history_of_its_row():
    list(bring(participants(participant())))
    list(bring(participants(participant(name_en="New Atlantis"))))

    row = Party.objects.get(code="XA")

    assert [state.name_en for state in history_of(row)] == ["Atlantis", "New Atlantis"]


@in_database
def test_a_dry_run_shows_the_same_and_writes_nothing(monkeypatch):
    monkeypatch.setattr(reference, "_REGISTRY", {"parties": [participants(participant())]})
    noted = []

    shown = reference.load(note=lambda app, written: noted.append((app, written)), dry_run=True)

    assert noted == [("parties", Counter({"create": 1}))]
    assert not Party.objects.filter(code="XA").exists()
    assert [str(change) for change in shown] == [str(change) for change in reference.load(note=lambda *_said: None)]


@in_database
def test_later_records_may_look_up_rows_made_by_earlier_ones(monkeypatch):
    body = Collection(Body, lambda: [Record("lagoon", {"name_en": "Lagoon"}, natural={"code": "lagoon"})])

    def named_after_it():
        name = Body.objects.get(code="lagoon").name_en
        return [participant(name_en=name)]

    monkeypatch.setattr(reference, "_REGISTRY", {"a": [body], "b": [Collection(Party, named_after_it)]})

    reference.load(note=lambda *_said: None)

    assert Party.objects.get(code="XA").name_en == "Lagoon"


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("fr", ["Danemark", "Égypte", "Érythrée", "Estonie"]),
        ("ar", ["الاتحاد الأوروبي", "إثيوبيا", "إستونيا", "ألمانيا", "إيطاليا", "تونس", "السويد", "ليبيا"]),
    ],
)
def test_sort_keys_put_names_where_people_look_for_them(language, in_order):
    assert sorted(set(in_order), key=lambda name: sort_key(name, language)) == in_order


@pytest.mark.parametrize("name", FILES)
def test_every_file_names_its_source_and_says_what_it_holds(name):
    document = json.loads((ROOT / name).read_text(encoding="utf-8"))

    assert list(document) == ["source", "note", "records"]
    assert all([document["source"], document["note"], document["records"]])


@pytest.mark.parametrize("name", FILES)
def test_every_text_stands_in_three_languages(name):
    texts = list(texts_in(json.loads((ROOT / name).read_text(encoding="utf-8"))["records"]))

    assert [text for text in texts if set(text) != LANGUAGES or not all(map(str.strip, text.values()))] == []
    assert [text for text in texts if not any("\u0600" <= letter <= "\u06ff" for letter in text["ar"])] == []


def texts_in(node):
    if isinstance(node, dict) and LANGUAGES & set(node):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from texts_in(inner)


def test_the_files_are_found():
    assert len(FILES) == 16
