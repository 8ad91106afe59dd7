"""Registering, arranging, confirming and correcting a letter over HTTP."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.models import Letter, Passage, TemplateQuestion
from tests.factories.parties import AuthorityFactory, PartyFactory, person
from tests.factories.reports import contribution_of, drafted, fresh, opened_round
from tests.reports.letters import arranged, registered

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "due_zone": "UTC"}


@pytest.fixture
def round_(party):
    return opened_round(party, now=NOW - timedelta(days=1), **AHEAD)


def step_of(round_):
    return reverse("admin:reports_round_step", args=[round_.pk, "register_letter"])


def typed(page, **given):
    """What the form begins with, and a file."""
    form = page.context["form"]
    begun = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items() if name != "content"}
    begun = {name: value for name, value in begun.items() if value is not None}
    begun["received_at"] = begun["received_at"].strftime("%Y-%m-%dT%H:%M")
    begun["seen_version"] = page.context["seen_version"]
    return {**begun, "content": SimpleUploadedFile("note.txt", b"Sixty officials were trained."), **given}


def test_only_the_file_is_left_to_choose_for_the_participant_of_the_overview(officer, party, round_):
    overview = officer.get(reverse("admin:reports_round_overview", args=[round_.pk]))
    address = f"{step_of(round_)}?participant={party.code}"
    assert address in overview.content.decode()

    answer = officer.post(address, typed(officer.get(address)))

    assert answer.status_code == 302
    letter = Letter.objects.get()
    assert (letter.contribution.party, letter.contribution.state) == (party, "submitted")
    assert bytes(letter.revision.content) == b"Sixty officials were trained."


def test_two_authorities_are_spoken_of_only_where_they_contend(officer, party, round_):
    of_two = PartyFactory()
    AuthorityFactory.create_batch(2, party=of_two, state="on_hold")
    contested = opened_round(of_two, period_begins_on="2026-01-01", period_ends_on="2026-12-31", **AHEAD)

    pages = [officer.get(step_of(one)).content.decode() for one in (round_, contested)]

    assert ["choose the one that wrote" in page for page in pages] == [False, True]


def test_beside_a_draft_the_refusal_says_no_more_than_it_must(officer, party, round_):
    drafted(party, round_, now=NOW)
    address = f"{step_of(round_)}?participant={party.code}"

    answer = officer.post(address, typed(officer.get(address)))

    assert answer.status_code == 409
    assert "ask the participant whether it reports by letter or in the form" in answer.content.decode()
    assert not Letter.objects.exists()


def test_the_form_is_the_same_whether_a_draft_exists_or_not(officer, party, round_):
    before = officer.get(step_of(round_)).context["form"].as_p()

    drafted(party, round_, now=NOW)

    assert _without_times(officer.get(step_of(round_)).context["form"].as_p()) == _without_times(before)


def _without_times(html):
    return html.split('name="received_at"')[0]


@pytest.mark.parametrize(
    ("name", "content"), [("note.exe", b"MZ"), ("note.pdf", b"no pdf"), ("note.txt", b""), ("note.docx", b"PK\x03\x04")]
)
def test_a_file_that_may_not_be_kept_is_refused_at_its_field(officer, party, round_, name, content):
    address = f"{step_of(round_)}?participant={party.code}"

    answer = officer.post(address, typed(officer.get(address), content=SimpleUploadedFile(name, content)))

    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {"content"}
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("field", "odd"),
    [
        ("received_at", "0001-01-01T00:00"),
        ("received_at", "9999-12-31T23:59"),
        ("received_at", "yesterday"),
        ("dated", "0001-01-01"),
        ("contribution", "x"),
        ("contribution", "\x00"),
        ("sender", "a\x00"),
        ("language", "xx"),
        ("number", "7" * 81),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(officer, party, round_, field, odd):
    address = f"{step_of(round_)}?participant={party.code}"

    answer = officer.post(address, typed(officer.get(address), **{field: odd}))

    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {field}
    assert not Letter.objects.exists()


@pytest.mark.parametrize("code", ["%00", "a%00", "%ff", "x" * 3000])
def test_a_participant_that_nobody_asked_is_chosen_by_hand(officer, round_, code):
    assert officer.get(f"{step_of(round_)}?participant={code}").status_code == 200


@pytest.fixture
def letter(officer, party, round_):
    address = f"{step_of(round_)}?participant={party.code}"
    officer.post(address, typed(officer.get(address), language="am", number="NV 7"))
    return Letter.objects.get()


def passage_typed(letter, text="Sixty officials were trained."):
    asked = TemplateQuestion.objects.get(section__template=letter.contribution.round.state_template, code="summary")
    return {
        "seen_version": letter.version,
        "passages-TOTAL_FORMS": "1",
        "passages-INITIAL_FORMS": "0",
        "passages-0-letter": letter.pk,
        "passages-0-question": asked.pk,
        "passages-0-text": text,
        "passages-0-page": "2",
    }


def test_passages_are_arranged_in_the_workbench(officer, letter):
    address = reverse("admin:reports_letter_change", args=[letter.pk])
    page = officer.get(address)
    assert page.status_code == 200

    answer = officer.post(address, passage_typed(letter))

    assert answer.status_code == 302
    assert Passage.objects.get().text == "Sixty officials were trained."
    seen = officer.get(reverse("admin:reports_contribution_change", args=[letter.contribution.pk])).content.decode()
    assert "arranged by the Secretariat from the letter of" in seen


def test_the_participant_reads_confirms_and_corrects(officer, client, letter, party):
    officer.post(reverse("admin:reports_letter_change", args=[letter.pk]), passage_typed(letter, "<b>Sixty</b>"))
    client.force_login(person("focal_point", party))
    own = [letter.contribution.uuid]

    page = client.get(reverse("portal-contribution", args=own)).content.decode()
    assert "&lt;b&gt;Sixty&lt;/b&gt;" in page
    assert "<b>Sixty</b>" not in page
    assert "arranged by the Secretariat from the letter of" in page
    assert client.get(reverse("portal-letter", args=own)).content == b"Sixty officials were trained."
    seen = {"seen_version": fresh(letter).version, "passage": Passage.objects.get().uuid}
    assert client.post(reverse("portal-letter-confirm", args=own), seen).status_code == 302
    assert "confirmed by the participant" in client.get(reverse("portal-contribution", args=own)).content.decode()
    again = client.post(reverse("portal-letter-confirm", args=own), {"seen_version": fresh(letter).version})
    assert again.status_code == 400
    odd = client.post(reverse("portal-letter-confirm", args=own), {**seen, "passage": "none"})
    assert odd.status_code == 400


def test_the_first_page_leads_to_what_waits_for_a_word(officer, client, letter, party):
    officer.post(reverse("admin:reports_letter_change", args=[letter.pk]), passage_typed(letter))
    steps = {}
    for office in ("focal_point", "cabinet"):
        client.force_login(person(office, party))
        (one,) = client.get(reverse("portal")).context["asked"]
        steps[office] = one.next_step
    assert steps == {"focal_point": "confirm", "cabinet": "read"}
    assert Passage.objects.update(confirmed_at=NOW) == 1

    client.force_login(person("focal_point", party))
    (one,) = client.get(reverse("portal")).context["asked"]

    assert one.next_step == "read"


def test_correcting_leads_to_the_place_in_the_form(officer, client, letter, party):
    officer.post(reverse("admin:reports_letter_change", args=[letter.pk]), passage_typed(letter))
    client.force_login(person("focal_point", party))
    seen = {"seen_version": fresh(letter.contribution).version, "passage": Passage.objects.get().uuid}

    answer = client.post(reverse("portal-letter-correct", args=[letter.contribution.uuid]), seen)

    assert answer.status_code == 302
    assert "/form/#id_q-" in answer["Location"]
    form = client.get(answer["Location"]).content.decode()
    assert "Arranged by the Secretariat from your letter" in form


def test_a_contribution_without_a_letter_has_no_such_address(client, party, round_):
    client.force_login(person("focal_point", party))
    own = [contribution_of(party, round_).uuid]

    assert client.get(reverse("portal-letter", args=own)).status_code == 404
    assert client.post(reverse("portal-letter-confirm", args=own), {"seen_version": 1}).status_code == 404


@pytest.mark.parametrize("of", ["list", "passages"])
def test_pages_of_letters_cost_the_same_however_many(officer, of):
    counts = []
    for number in (1, 3):
        parties = [PartyFactory() for _party in range(number)]
        round_ = opened_round(*parties)
        found = [registered(party, round_) for party in parties]
        for passage in range(number):
            arranged(found[0], f"Passage {passage}.")
        counts.append(_cost(officer, reverse("admin:reports_letter_changelist") if of == "list" else _read(found[0])))

    assert counts[0] == counts[1]


def _read(letter):
    return reverse("admin:reports_contribution_change", args=[letter.contribution.pk])


def _cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_participants_are_offered_in_the_alphabetical_order_of_the_reader(officer):
    austria, ethiopia = PartyFactory(sort_en="1", sort_ar="2"), PartyFactory(sort_en="2", sort_ar="1")
    asked = opened_round(austria, ethiopia, now=NOW - timedelta(days=1), **AHEAD)

    offered = {}
    for language in ("en", "ar"):
        officer.cookies["django_language"] = language
        form = officer.get(step_of(asked)).context["form"]
        offered[language] = [contribution.party for contribution in form.fields["contribution"].queryset]

    assert offered == {"en": [austria, ethiopia], "ar": [ethiopia, austria]}
