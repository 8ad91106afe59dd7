"""One field is saved while somebody types: confirmed word for word, never twice, never over another's text."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.ledger.models import LedgerEntry
from reports.device import account_keys, account_name
from reports.models import Answer, AnswerRevision
from reports.selectors.asked import asked_sections
from reports.selectors.asked_one import asked_one
from reports.services.contributions import delete_draft, start_contribution, submit_contribution
from tests.factories.actionplan import ActivityFactory, IndicatorFactory, MilestoneFactory
from tests.factories.parties import PartyFactory, UserFactory, actor, appoint, person
from tests.factories.reports import QuestionFactory, answered, drafted, fresh, opened_round, template

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.fixture
def contribution(party):
    activity = ActivityFactory(lead=party)
    ActivityFactory(objective=activity.objective, supporting=[party])
    return drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD))


@pytest.fixture
def writer(client, party):
    client.force_login(appoint("focal_point", party, user=UserFactory(time_zone="Africa/Cairo")))
    return client


def questions(contribution):
    return {item.question.code: item for section in asked_sections(contribution) for item in section.questions}


def save(client, contribution, code, text, *, version=0, **more):
    address = reverse("portal-autosave", kwargs={"uuid": contribution.uuid, "name": questions(contribution)[code].name})
    return client.post(address, {"text": text, "version": version, **more})


def test_what_is_confirmed_is_the_very_text_that_was_sent(writer, contribution):
    response = save(writer, contribution, "summary", "Trained forty.\r\nIn Cairo. ")

    answer = Answer.objects.get()
    assert response.status_code == 200
    assert (answer.text, answer.version) == ("Trained forty.\nIn Cairo.", 1)
    said = response.json()
    assert said["sha256"] == hashlib.sha256(b"Trained forty.\nIn Cairo. ").hexdigest()
    assert (said["state"], said["version"]) == ("saved", 1)


def test_a_number_in_arabic_digits_is_confirmed_as_sent_and_stored_in_those_of_machines(writer, party):
    made = template(code="counting")
    QuestionFactory(section=made.sections.get(code="general"), code="trained", kind="number", position=9)
    contribution = drafted(party, opened_round(party, state_template=made, **AHEAD))

    response = save(writer, contribution, "trained", "٧٫٢")

    said = response.json()
    assert (said["state"], said["sha256"]) == ("saved", hashlib.sha256("٧٫٢".encode()).hexdigest())
    assert Answer.objects.get().text == "7.2"


def test_the_moment_is_said_on_the_clock_of_the_reader(writer, contribution, time_machine):
    time_machine.move_to("2026-03-09T12:32:00Z", tick=False)

    assert save(writer, contribution, "summary", "Done.").json()["said"] == "Saved 14:32"


def test_a_field_has_the_same_rules_as_the_form(writer, contribution, party):
    save(writer, contribution, "progress", "Half of it.")
    refused = save(writer, contribution, "status", "nowhere")

    assert Answer.objects.get().activity.lead == party
    assert (refused.status_code, refused.json()["state"]) == (400, "refused")
    assert "Choose one" in refused.json()["said"]


def told(item):
    return item.name, item.place, item.label, item.kind, item.text, item.version, item.is_of_list


def test_every_question_is_found_by_its_name_as_the_form_has_it(party):
    made = template(code="unfolding")
    general, led = made.sections.get(code="general"), made.sections.get(code="activity")
    QuestionFactory(section=general, code="projects", kind="entries", position=3, text_en="Projects")
    QuestionFactory(section=led, code="milestones", kind="milestones", position=3, text_en="Milestones")
    QuestionFactory(section=led, code="values", kind="indicator_values", position=4, text_en="Values")
    activity = ActivityFactory(lead=party)
    ActivityFactory(objective=activity.objective, supporting=[party])
    MilestoneFactory.create_batch(2, activity=activity)
    IndicatorFactory(activity=activity, is_qualitative=True)
    begun = drafted(party, opened_round(party, plan=activity.objective.plan, state_template=made, **AHEAD))
    answered(begun, summary="Ours.")

    items = [item for section in asked_sections(begun) for item in section.questions]
    found = [asked_one(begun, item.name) for item in items]

    listed = [item.is_of_list for item in items].index(True)
    assert [told(item)[:2] for item in found] == [told(item)[:2] for item in items]
    assert [told(item) for at, item in enumerate(found) if at != listed] == [
        told(item) for at, item in enumerate(items) if at != listed
    ]
    assert {type(item.thing).__name__ for item in found} == {"Thing", "NoneType"}


def test_a_row_of_a_list_is_begun_saved_and_closed(writer, party):
    made = template(code="listing")
    QuestionFactory(section=made.sections.get(code="general"), code="projects", kind="entries", position=3)
    begun = drafted(party, opened_round(party, state_template=made, **AHEAD))
    address = reverse("portal-autosave", kwargs={"uuid": begun.uuid, "name": questions(begun)["projects"].name})

    first = writer.post(address, {"text": "A project.", "version": 0})
    closed = writer.post(address, {"text": "A project.", "version": 1, "closes": "1"})

    assert (first.json()["version"], closed.json()["version"]) == (1, 2)
    assert (Answer.objects.get().text, Answer.objects.get().is_closed) == ("A project.", True)


def test_what_is_not_asked_has_no_name(contribution, party):
    led, supported = questions(contribution)["progress"], questions(contribution)["agree"]
    other = ActivityFactory(objective=led.activity.objective)
    elsewhere = QuestionFactory()

    for name in (
        f"q-{led.question.uuid.hex}",
        f"q-{led.question.uuid.hex}-{other.uuid.hex}",
        f"q-{led.question.uuid.hex}-{supported.activity.uuid.hex}",
        f"q-{supported.question.uuid.hex}-{led.activity.uuid.hex}",
        f"q-{questions(contribution)['summary'].question.uuid.hex}-{led.activity.uuid.hex}",
        f"q-{elsewhere.uuid.hex}",
        "csrfmiddlewaretoken",
    ):
        assert asked_one(contribution, name) is None


def test_a_save_whose_confirmation_was_lost_is_confirmed_again(writer, contribution):
    save(writer, contribution, "summary", "Once.")
    before = fresh(contribution).version

    again = save(writer, contribution, "summary", "Once.")

    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert AnswerRevision.objects.count() == 1
    assert fresh(contribution).version == before


def test_a_text_over_another_is_never_written_and_both_are_shown(writer, contribution):
    answered(contribution, summary="Theirs.")

    response = save(writer, contribution, "summary", "Ours.")

    assert response.status_code == 409
    theirs = {"text": "Theirs.", "version": 1, "language": "en"}
    assert response.json() == {"state": "conflict", "called": "What was achieved?", **theirs}
    assert Answer.objects.get().text == "Theirs."


def test_after_a_choice_the_text_is_saved_over_the_version_that_was_seen(writer, contribution):
    answered(contribution, summary="Theirs.")

    response = save(writer, contribution, "summary", "Theirs and ours.", version=1)

    assert response.json()["version"] == 2
    assert list(AnswerRevision.objects.values_list("version", "text")) == [(1, "Theirs."), (2, "Theirs and ours.")]


def test_typed_and_taken_back_leaves_what_others_wrote_and_shows_it(writer, contribution):
    answered(contribution, summary="First.")
    answered(contribution, summary="Second.")

    response = save(writer, contribution, "summary", "First.", version=1)

    assert (response.status_code, response.json()["state"], response.json()["text"]) == (200, "newer", "Second.")
    assert Answer.objects.get().text == "Second."


def test_an_answer_of_the_last_round_is_confirmed(writer, contribution):
    answered(contribution, summary="Still true.")
    Answer.objects.update(is_prefilled=True)

    response = save(writer, contribution, "summary", "Still true.", version=1, confirms="1")

    assert response.json()["version"] == 2
    assert not Answer.objects.get().is_prefilled


def test_nothing_is_written_once_it_was_submitted(writer, contribution, party):
    written = answered(contribution, summary="All.")
    submit_contribution(written, actor=actor("focal_point", party), version=written.version, now=NOW)

    response = save(writer, contribution, "needs", "One more.")

    assert (response.status_code, response.json()["state"]) == (409, "refused")
    assert not Answer.objects.filter(question__code="needs").exists()


def test_who_is_signed_out_is_asked_to_sign_in(client, contribution):
    response = save(client, contribution, "summary", "Typed before.")

    assert (response.status_code, response.json()) == (401, {"state": "sign_in"})
    assert not Answer.objects.exists()


def test_a_form_left_open_is_not_sent_in_the_name_of_the_next_person(writer, contribution, party):
    first = person("contributor", party)

    response = save(writer, contribution, "summary", "Typed by the first.", account=account_name(first))

    assert response.status_code == 401
    assert not Answer.objects.exists()


def test_a_foreign_form_is_missing_and_a_reader_may_not_write(client, contribution, party):
    client.force_login(person("focal_point", PartyFactory()))
    assert save(client, contribution, "summary", "Not ours.").status_code == 404

    client.force_login(person("senior_official", party))
    assert save(client, contribution, "summary", "Not mine.").status_code == 403


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999", "²"])
def test_a_field_without_its_version_is_refused_in_a_sentence(version, writer, contribution):
    response = save(writer, contribution, "summary", "Typed.", version=version)

    assert (response.status_code, response.json()["state"]) == (400, "refused")


def test_a_save_costs_the_same_however_long_the_form(writer, contribution, django_assert_max_num_queries):
    save(writer, contribution, "progress", "Begun.")
    led = questions(contribution)["progress"]
    for _each in range(5):
        ActivityFactory(lead=led.activity.lead, objective=led.activity.objective)
    address = reverse("portal-autosave", kwargs={"uuid": contribution.uuid, "name": led.name})

    with django_assert_max_num_queries(13):
        writer.post(address, {"text": "Going on.", "version": 1})


def test_autosave_writes_no_ledger_entry(writer, contribution):
    before = LedgerEntry.objects.count()

    save(writer, contribution, "summary", "Typed.")

    assert LedgerEntry.objects.count() == before


def test_keys_are_an_accounts_own_and_outlive_a_change_of_the_sites_secret(settings):
    one, other = UserFactory(), UserFactory()
    before, name = account_keys(one), account_name(one)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret of the site"

    assert account_keys(one) != account_keys(other)
    assert account_keys(one).split()[1] == before
    assert account_name(one) == name
    assert account_name(one) != account_name(other)
    assert one.uuid.hex not in account_name(one) + account_keys(one)


def choose(client, contribution, language, *, version):
    address = reverse("portal-autosave", kwargs={"uuid": contribution.uuid, "name": "language"})
    return client.post(address, {"text": language, "version": version})


def test_the_language_of_the_answers_is_saved_like_a_field_and_never_over_anothers_choice(writer, contribution):
    before = fresh(contribution).version

    saved, again = (choose(writer, contribution, "fr", version=1) for _once in range(2))
    crossed = choose(writer, contribution, "ar", version=1)
    refused = choose(writer, contribution, "de", version=2)

    assert (saved.json()["state"], saved.json()["version"], again.json()["state"]) == ("saved", 2, "saved")
    assert saved.json()["sha256"] == hashlib.sha256(b"fr").hexdigest()
    assert (crossed.status_code, crossed.json()["state"], crossed.json()["text"]) == (409, "conflict", "fr")
    assert (refused.status_code, refused.json()["state"]) == (400, "refused")
    assert (fresh(contribution).language, fresh(contribution).version) == ("fr", before + 1)


def test_a_text_is_of_the_language_that_was_chosen_where_it_was_typed(writer, contribution):
    save(writer, contribution, "summary", "Quarante personnes.", language="fr")
    save(writer, contribution, "progress", "Forty people.")
    refused = save(writer, contribution, "progress", "Fifty.", version=1, language="xx")

    assert dict(Answer.objects.values_list("question__code", "language")) == {"summary": "fr", "progress": "en"}
    assert (refused.status_code, fresh(contribution).language) == (400, "en")


def test_a_page_of_a_draft_that_was_deleted_writes_over_nothing_of_the_next_one(writer, contribution, party):
    by = actor("focal_point", party)
    save(writer, contribution, "summary", "Of the first draft.")
    for service in (delete_draft, start_contribution):
        now = fresh(contribution)
        service(now, actor=by, version=now.version, now=NOW)
    answered(fresh(contribution), summary="Of the second.")

    told = save(writer, contribution, "summary", "Of the first draft, and more.", version=1)

    assert (told.status_code, told.json()["text"]) == (409, "Of the second.")
    assert Answer.objects.get().version == 2
