"""The command loads every app's reference data, shows the difference, and may be repeated."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from actionplan.models import Activity, Objective, Plan
from foundation.ledger.models import LedgerEntry
from meetings.models import OutcomeText, Verb
from notifications import reference as ladders
from notifications import registry
from notifications.models import Ladder, LadderStep, Obligation
from notifications.services.ladders import save_step
from parties.models import Participation, Party, Presidency
from reports.selectors.obligations import CONTRIBUTION_DUE
from tests.factories.notifications import StepFactory
from tests.factories.parties import PartyFactory, actor
from tests.factories.reports import opened_round

pytestmark = pytest.mark.django_db


def load(**options):
    out = StringIO()
    call_command("load_reference", stdout=out, **options)
    return out.getvalue().splitlines()


def test_a_second_load_changes_nothing_and_writes_no_entry():
    entries = LedgerEntry.objects.count()

    assert load() == ["Reference data: nothing to change."]
    assert LedgerEntry.objects.count() == entries


def test_a_second_load_asks_as_little_as_one_page(django_assert_max_num_queries):
    with django_assert_max_num_queries(111):  # a third of them make the search index anew, a few for each kind
        load()


def test_a_dry_run_shows_what_would_change_and_changes_nothing():
    Verb.objects.filter(code="adopted").update(past_fr="adopta")

    shown = load(dry_run=True)

    assert shown == [
        "update meetings.Verb adopted: past_fr: 'adopta' -> 'a adopté'",
        "Reference data: 1 to update.",
    ]
    assert Verb.objects.get(code="adopted").past_fr == "adopta"


def test_a_difference_is_written_and_recorded_once():
    Verb.objects.filter(code="adopted").update(past_fr="adopta")
    before = LedgerEntry.objects.count()

    said = load()

    assert said[-1] == "Reference data: updated 1."
    assert Verb.objects.get(code="adopted").past_fr == "a adopté"
    [entry] = LedgerEntry.objects.order_by("id")[before:]
    assert (entry.kind, entry.actor_kind, entry.facts) == (
        "reference.loaded",
        "system",
        {"app": "meetings", "update": 1},
    )


def test_what_staff_set_stays_and_a_dry_run_shows_it():
    seat = Participation.objects.get(party__code="SD", body__code="process")
    Participation.objects.filter(pk=seat.pk).update(is_reminded=False, switch_reason="Asked by note verbale.")
    Activity.objects.filter(code="CAP-1.2").update(state="ongoing")

    assert load() == ["Reference data: nothing to change (2 kept as staff set them: --dry-run shows them)."]
    assert load(dry_run=True)[0] == (
        "keep parties.Participation SD/process/2014-11-28: is_reminded: False -> True (staff changed it: kept)"
    )
    assert Activity.objects.get(code="CAP-1.2").state == "ongoing"


def test_a_participant_added_by_staff_is_left_alone():
    Party.objects.create(code="XA", kind="state", region="africa", name_en="Atlantis")

    assert load() == ["Reference data: nothing to change."]


@pytest.mark.parametrize(
    ("model", "code"),
    [
        (Party, "SO"),
        (Presidency, "FR-2025"),
        (OutcomeText, "CAIRO-2025"),
        (Plan, "CAP"),
        (Objective, "CAP-1"),
        (Activity, "CAP-1.2"),
    ],
)
def test_what_staff_gave_another_code_is_still_what_the_files_name(model, code):
    assert model.objects.filter(code=code).update(code="ANOTHER") == 1

    assert load()[-1].startswith("Reference data: nothing to change")
    assert not model.objects.filter(code=code).exists()


def a_step():
    return LadderStep.objects.select_related("ladder").get(
        ladder__kind="contribution.due", anchor="opened", offset_days=0, channel="mail"
    )


def house_says(monkeypatch, old, new):
    """The files of the house with other words."""
    read = ladders.read

    def reworded(path):
        return json.loads(json.dumps(read(path), ensure_ascii=False).replace(old, new))

    monkeypatch.setattr(ladders, "read", reworded)


@pytest.mark.django_db(transaction=True)
def test_words_of_a_reminder_follow_the_house_until_staff_change_them(monkeypatch):
    by = actor("presidency_current", now=timezone.now())
    step, version = a_step(), a_step().ladder.version
    step.subject_fr = "Votre contribution"
    save_step(step, actor=by, version=version, creating=False)

    with monkeypatch.context() as changed:
        house_says(changed, "Contribution to the Khartoum Process", "Your contribution")
        house_says(changed, "Contribution au Processus de Khartoum", "Contribution au Processus")
        shown, said = load(dry_run=True), load()
    written = a_step()
    load()

    assert any(line.startswith("update notifications.LadderStep contribution.due/opened/0/mail") for line in shown)
    assert any("staff changed it: kept" in line and "Votre contribution" in line for line in shown)
    assert "kept as staff set them" in said[-1]
    assert (written.subject_en, written.subject_fr) == ("Your contribution: {participant}", "Votre contribution")
    assert written.ladder.version > version + 1
    assert a_step().subject_en == "Contribution to the Khartoum Process: {participant}"
    assert a_step().subject_fr == "Votre contribution"


@pytest.mark.django_db(transaction=True)
def test_words_that_staff_put_back_follow_the_house_again(monkeypatch):
    by = actor("presidency_current", now=timezone.now())
    for words in ("Something else", a_step().subject_en):
        step = a_step()
        step.subject_en = words
        save_step(step, actor=by, version=step.ladder.version, creating=False)

    house_says(monkeypatch, "Contribution to the Khartoum Process", "Your contribution")
    load()

    assert a_step().subject_en == "Your contribution: {participant}"


def house_ships(monkeypatch, **step):
    """The files of the house with one step more on the ladder of contributions: its first, so changed."""
    read = ladders.read

    def longer(path):
        entries = read(path)
        [entry] = [entry for entry in entries if entry["kind"] == "contribution.due"]
        added = {**entry["steps"][0], **step}
        entry["steps"].append({**added, "key": f"{added['anchor']}/{added['days']}/mail/automatic"})
        return entries

    monkeypatch.setattr(ladders, "read", longer)


def add_own_step(**given):
    """A step that staff add to the ladder of contributions."""
    by, ladder = actor("presidency_current", now=timezone.now()), Ladder.objects.get(kind="contribution.due")
    words = {"subject_en": "Ours: {participant}", "text_en": "Dear {name}, until {due}."}
    step = LadderStep(ladder=ladder, offices=["focal_point"], **words, **given)
    return save_step(step, actor=by, version=None, creating=True)


@pytest.mark.django_db(transaction=True)
def test_a_step_of_the_house_leaves_alone_the_one_that_staff_added_on_its_day(monkeypatch):
    own = add_own_step(anchor="due", offset_days=-10)
    house_ships(monkeypatch, anchor="due", days=-10)

    shown, said = load(dry_run=True), load()

    [line] = [line for line in shown if "LadderStep contribution.due/due/-10" in line]
    assert line.startswith("keep notifications.LadderStep contribution.due/due/-10/mail/automatic: offices: ")
    assert "subject_en: 'Ours: {participant}' -> 'Contribution to the Khartoum Process" in line
    assert line.endswith("(staff have one of theirs there: kept)")
    assert said == ["Reference data: nothing to change (1 kept as staff set them: --dry-run shows them)."]
    [kept] = LadderStep.objects.filter(ladder=own.ladder, anchor="due", offset_days=-10)
    assert (kept.pk, kept.subject_en, kept.offices) == (own.pk, "Ours: {participant}", ["focal_point"])


@pytest.mark.django_db(transaction=True)
def test_a_step_that_staff_moved_is_not_taken_for_another_of_the_house(monkeypatch):
    by, moved = actor("presidency_current", now=timezone.now()), a_step()
    moved.offset_days = 2
    save_step(moved, actor=by, version=moved.ladder.version, creating=False)
    house_ships(monkeypatch, days=2, subject=dict.fromkeys(("en", "fr", "ar"), "The second day"))

    said = load()

    assert said == ["Reference data: nothing to change (2 kept as staff set them: --dry-run shows them)."]
    moved.refresh_from_db()
    assert moved.subject_en == "Contribution to the Khartoum Process: {participant}"


def test_what_the_database_refuses_is_named_and_nothing_is_loaded(monkeypatch):
    house_ships(monkeypatch, days=400)
    Verb.objects.filter(code="adopted").update(past_fr="adopta")

    with pytest.raises(CommandError, match=r"^Nothing was loaded\. notifications.LadderStep contribution.due/"):
        load()

    assert Verb.objects.get(code="adopted").past_fr == "adopta"


def house_moves(monkeypatch, **days):
    """The files of the house with steps of the ladder of contributions on other days."""
    read = ladders.read

    def moved(path):
        records = json.loads(json.dumps(read(path)))
        [asked] = [entry for entry in records if entry["kind"] == "contribution.due"]
        for step in asked["steps"]:
            step["days"] = days.get(step["key"].removeprefix("due/"), step["days"])
        return records

    monkeypatch.setattr(ladders, "read", moved)


def contribution_steps():
    """By identity, the day of each step that is counted from the date of contributions."""
    rows = LadderStep.objects.filter(ladder__kind="contribution.due", anchor="due")
    return dict(rows.values_list("uuid", "offset_days"))


@pytest.mark.django_db(transaction=True)
def test_a_step_that_the_house_moves_to_another_day_is_moved_and_made_no_second_time(monkeypatch):
    before = contribution_steps()
    opened_round(PartyFactory())
    Obligation.objects.update(next_step_at=None)

    with monkeypatch.context() as changed:
        house_moves(changed, **{"-14/mail/automatic": -7, "-7/mail/automatic": -5, "-28/mail/automatic": -30})
        load()
        assert load()[-1].startswith("Reference data: nothing to change")

    days = {-14: -7, -7: -5, -28: -30}
    assert contribution_steps() == {step: days.get(day, day) for step, day in before.items()}
    assert Obligation.objects.exclude(next_step_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_step_that_staff_moved_stays_and_one_of_theirs_keeps_its_day(monkeypatch):
    by = actor("presidency_current", now=timezone.now())
    steps = LadderStep.objects.filter(ladder__kind="contribution.due", anchor="due", channel="mail", is_automatic=True)
    moved, ladder = steps.get(offset_days=-14), Ladder.objects.get(kind="contribution.due")
    moved.offset_days = -16
    save_step(moved, actor=by, version=ladder.version, creating=False)
    theirs = StepFactory(ladder=ladder, offset_days=-9)
    before = contribution_steps()

    with monkeypatch.context() as changed:
        house_moves(changed, **{"-14/mail/automatic": -13, "-7/mail/automatic": -9})
        shown = load(dry_run=True)
        load()

    assert contribution_steps() == before
    assert any("offset_days: -16 -> -13 (staff changed it: kept)" in line for line in shown)
    assert any("offset_days: -7 -> -9 (staff have one of theirs there: kept)" in line for line in shown)
    assert LadderStep.objects.filter(pk=theirs.pk, offset_days=-9).exists()


def rules_say(monkeypatch, **said):
    """The program says something else of every contribution that is asked."""
    owner = registry.owner_of(CONTRIBUTION_DUE)

    def truth(subjects):
        for row in owner.truth(subjects):
            for name, value in said.items():
                setattr(row, name, value)
            yield row

    monkeypatch.setitem(registry._kinds, CONTRIBUTION_DUE, replace(owner, truth=truth))


@pytest.mark.django_db(transaction=True)
def test_a_release_that_asks_by_other_rules_and_brings_no_data_aligns_what_was_asked_before(monkeypatch):
    opened_round(PartyFactory())
    rules_say(monkeypatch, offices=["alternate"])

    [said] = load()
    stood = Obligation.objects.get(kind=CONTRIBUTION_DUE).offices
    released = load(align=True)

    assert "aligned" not in said
    assert stood != ["alternate"]
    assert released == [f"aligned: {CONTRIBUTION_DUE} 1", said]
    assert Obligation.objects.get(kind=CONTRIBUTION_DUE).offices == ["alternate"]
    assert load(align=True) == [said]


def test_each_step_of_the_house_is_known_by_a_key_of_its_own():
    entries = ladders.read(ladders.HERE / "ladders.json")
    keys = [(entry["kind"], step["key"]) for entry in entries for step in entry["steps"]]

    assert len(keys) == len(set(keys))
