"""Reminders in the workbench: the log of what was said, pauses with their reasons, ladders with their words."""

import pytest
from django.urls import reverse

from foundation.ledger.models import LedgerEntry
from foundation.outbox.models import Message
from notifications.models import Ladder, LadderStep, Notice, Obligation, Pause
from tests.counted import queries_of
from tests.factories.notifications import StepFactory, noticed
from tests.factories.parties import PartyFactory, UserFactory, person

pytestmark = pytest.mark.django_db
LISTS = ["notice", "pause", "ladder", "ladderstep"]
A_DAY = {"anchor": "due", "offset_days": -7, "channel": "mail", "is_used": "on"}
A_STEP = {**A_DAY, "offices": ["alternate", "focal_point"], "subject_en": "About {participant}", "text_en": "By {due}."}
ADD = "/admin/notifications/ladderstep/add/"


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def fill(count):
    for _each in range(count):
        noticed()
        Pause.objects.create(
            party=PartyFactory(), reason="Called", since="2026-03-01T00:00Z", until="2026-03-02T00:00Z"
        )


def test_lists_ask_as_often_for_many_rows_as_for_few(officer):
    addresses = [reverse(f"admin:notifications_{name}_changelist") for name in LISTS]
    fill(2)
    queries_of(officer, *addresses)
    few = queries_of(officer, *addresses)
    fill(10)

    assert queries_of(officer, *addresses) == few


def test_log_says_who_was_told_of_what_and_what_became_of_it(officer):
    notice = noticed("withdrawn")

    page = officer.get(reverse("admin:notifications_notice_change", args=[notice.pk])).content.decode()

    for said in (notice.recipient.full_name, notice.obligation.party.name_en, "No longer needed", "The request was"):
        assert said in page


def test_what_was_prepared_is_sent_from_its_page_once(officer):
    notice = noticed()
    step = reverse("admin:notifications_notice_step", args=[notice.pk, "send"])

    assert officer.get(step).status_code == 200
    assert [officer.post(step).status_code for _each in range(2)] == [302, 409]

    notice.refresh_from_db()
    assert (notice.state, notice.message.to) == ("queued", notice.recipient.email)
    assert Message.objects.count() == 1


def test_whoever_sends_what_was_prepared_reads_it_first_in_the_language_of_its_reader(officer):
    step = StepFactory(text_ar="حتى {due}، {name}.", subject_ar="طلب", offices=["cabinet"], is_automatic=False)
    notice = noticed(step=step, recipient=UserFactory(language="ar", full_name="<b>Amal</b>"))

    page = officer.get(reverse("admin:notifications_notice_change", args=[notice.pk])).content.decode()

    assert 'lang="ar" dir="rtl"><strong>طلب</strong>' in page
    assert "&lt;b&gt;Amal&lt;/b&gt;." in page
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "internal", "shown"), [("prepared", False, 1), ("queued", False, 0), ("prepared", True, 0)]
)
def test_words_are_shown_of_what_is_prepared_and_of_nothing_inside_a_participant(officer, state, internal, shown):
    notice = noticed(state)
    Obligation.objects.filter(pk=notice.obligation_id).update(is_internal=internal)

    answer = officer.get(reverse("admin:notifications_notice_change", args=[notice.pk]))

    assert answer.content.decode().count("field-words") == shown


def test_a_pause_is_noted_on_the_readers_clock_and_ended(officer):
    party = PartyFactory()
    typed = {"party": party.pk, "reason": "Agreed for Thursday", "until": "2099-03-05T12:00"}
    add = reverse("admin:notifications_pause_add")

    refused = officer.post(add, {**typed, "until": "2020-01-01T00:00"})
    assert refused.status_code == 400
    assert "Reminders wait until a moment that lies ahead." in refused.content.decode()
    assert officer.post(add, typed).status_code == 302

    pause = Pause.objects.get()
    end = reverse("admin:notifications_pause_step", args=[pause.pk, "end"])
    assert officer.post(end, {"seen_version": pause.version}).status_code == 302
    pause.refresh_from_db()
    assert pause.ended_at is not None


def test_words_of_a_step_are_changed_and_unknown_placeholders_said_at_their_field(officer):
    step = StepFactory()
    page = reverse("admin:notifications_ladderstep_change", args=[step.pk])
    typed = {"seen_version": 1, **A_DAY, "offices": ["focal_point"]}
    words = {"subject_en": "About {participant}", "text_en": "Until {due}."}

    refused = officer.post(page, {**typed, **words, "text_en": "{x.__class__}"})
    assert refused.status_code == 200
    assert "These are known: {name} {office}" in refused.content.decode()
    assert officer.post(page, {**typed, **words}).status_code == 302

    assert LadderStep.objects.get(pk=step.pk).subject_en == "About {participant}"
    assert Ladder.objects.get(pk=step.ladder_id).version == 2
    assert officer.post(page, {**typed, **words}).status_code == 409


@pytest.mark.parametrize(
    ("chosen", "automatic", "told"),
    [(["focal_point", "alternate"], True, 0), (["senior_official", "cabinet", "mission"], False, 1)],
)
def test_a_step_is_added_to_its_ladder_and_its_offices_decide_who_sends_it(officer, chosen, automatic, told):
    ladder = StepFactory(offset_days=-14).ladder

    assert officer.get(ADD, {"ladder": ladder.pk}).context["trial"].ladder == ladder
    saved = officer.post(ADD, {**A_STEP, "ladder": ladder.pk, "offices": chosen}, follow=True)

    step = LadderStep.objects.get(ladder=ladder, offset_days=-7)
    assert (step.offices, step.is_automatic) == (sorted(chosen), automatic)
    assert Ladder.objects.get(pk=ladder.pk).version == 2
    assert LedgerEntry.objects.about(ladder).get().kind == "ladder.saved"
    assert saved.redirect_chain == [(reverse("admin:notifications_ladder_change", args=[ladder.pk]), 302)]
    assert saved.content.decode().count("waits for the Presidency to send it.") == told


def test_words_of_a_step_in_one_language_are_enough_whichever_it_is(officer):
    ladder = StepFactory(offset_days=-14).ladder
    words = {"subject_en": "", "text_en": "", "subject_ar": "طلب", "text_ar": "حتى {due}."}

    assert officer.post(ADD, {**A_STEP, **words, "ladder": ladder.pk}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"offices": []}, "offices", "Name an office that this step reaches."),
        ({"offices": ["focal_point", "cabinet"]}, "offices", "make two steps of this one"),
        ({"offices": ["secretariat_officer"]}, "offices", "secretariat_officer"),
        ({"offset_days": -14}, "offset_days", "This ladder already has a step on that day."),
        ({"offset_days": 999}, "offset_days", "A step lies within a year of its day"),
        ({"anchor": "opened", "offset_days": -3}, "offset_days", "none before the request was asked"),
        ({"text_en": "Dear {minister}"}, "text_en", "These are known: {name} {office}"),
        ({"subject_en": "", "text_en": ""}, "text_en", "Needed in one language at least."),
        ({"ladder": "x"}, "ladder", "Select a valid choice"),
    ],
)
def test_what_a_step_cannot_be_is_said_at_its_field_when_it_is_tried_and_when_it_is_saved(
    officer, wrong, field, sentence
):
    ladder = StepFactory(offset_days=-14).ladder
    dates = {"opened_at": "2026-03-02T09:00", "due_at": "2026-04-05T22:00", "due_zone": "UTC"}

    for button in ("_try", "_save"):
        refused = officer.post(ADD, {**A_STEP, **dates, "ladder": ladder.pk, **wrong, button: "1"})

        assert sentence in " ".join(refused.context["adminform"].form.errors[field])
    assert ladder.steps.count() == 1


def test_offices_of_a_step_are_changed_and_with_them_who_sends_it(officer):
    step = StepFactory()
    page = reverse("admin:notifications_ladderstep_change", args=[step.pk])

    assert [
        officer.post(page, {**A_STEP, "seen_version": version, "offices": offices}).status_code
        for version, offices in ((1, ["cabinet"]), (1, ["mission"]), (2, ["mission", "cabinet"]))
    ] == [302, 409, 302]

    step.refresh_from_db()
    assert (step.offices, step.is_automatic) == (["cabinet", "mission"], False)


def test_whoever_only_reads_a_ladder_reads_offices_by_their_names_and_is_offered_nothing(client):
    client.force_login(person("presidency_incoming"))
    step = StepFactory(offices=["senior_official"], is_automatic=False)

    pages = [
        client.get(reverse(f"admin:notifications_{name}_change", args=[row.pk])).content.decode()
        for name, row in (("ladder", step.ladder), ("ladderstep", step))
    ]

    assert [("Add a step" in page, "Try it before" in page, "Senior official" in page) for page in pages] == [
        (False, False, True)
    ] * 2


def test_ladder_is_left_unused(officer):
    step = StepFactory()
    ladder = step.ladder
    page = reverse("admin:notifications_ladder_change", args=[ladder.pk])
    rows = {"steps-TOTAL_FORMS": 1, "steps-INITIAL_FORMS": 1, "steps-0-id": step.pk, "steps-0-ladder": ladder.pk}
    row = {"steps-0-anchor": "due", "steps-0-offset_days": -7, "steps-0-channel": "mail"}

    answer = officer.post(page, {"seen_version": 1, "name_en": "Tests", **rows, **row})

    assert answer.status_code == 302
    ladder.refresh_from_db()
    step.refresh_from_db()
    assert (ladder.is_used, step.is_used, Notice.objects.count()) == (False, False, 0)


def test_page_of_a_notice_says_why_it_was_withdrawn_only_if_it_was(officer):
    pages = {
        state: officer.get(reverse("admin:notifications_notice_change", args=[noticed(state).pk])).content.decode()
        for state in ("prepared", "withdrawn")
    }

    assert {state: "field-withdrawn_because" in page for state, page in pages.items()} == {
        "prepared": False,
        "withdrawn": True,
    }
    assert "field-message" not in pages["prepared"]


def test_ladder_says_to_whom_each_of_its_steps_goes(officer):
    step = StepFactory(offices=["senior_official"], is_automatic=False)

    pages = [
        officer.get(reverse(f"admin:notifications_{name}_change", args=[row.pk])).content.decode()
        for name, row in (("ladder", step.ladder), ("ladderstep", step))
    ]

    assert all("Senior official" in page for page in pages)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("notifications_notice", "Nobody has been reminded yet."),
        ("notifications_pause", "No reminders are paused."),
        ("outbox_message", "Nothing has been written to anybody yet."),
        ("outbox_bounce", "Every address is reached, as far as is known."),
    ],
)
def test_a_list_with_nothing_in_it_says_what_would_stand_there(officer, name, said):
    assert said in officer.get(reverse(f"admin:{name}_changelist")).content.decode()
