"""What senior officials did with a report, recorded by the forms of the workbench and refused at their fields."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.wording import localdate
from reports.models import Endorsement
from reports.services.endorsement import ToConfirm, record_endorsement
from tests.factories.parties import participant, person
from tests.factories.reports_consolidated import (
    NOW,
    act,
    amended,
    chair,
    endorsed,
    senior_officials,
    tabled,
    transmitted,
)
from tests.reports.desk import change, round_foresees, seen, step, warnings_of, what_was_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def test_endorsement_with_a_reservation_is_recorded_by_its_form(officer):
    report = tabled()
    paragraph = report.paragraphs.get(number=2)
    typed = what_was_done(senior_officials()) | {
        "reservation_0_party": participant("EG").pk,
        "reservation_0_paragraph": paragraph.pk,
        "reservation_0_kind": "reservation",
        "reservation_0_language": "fr",
        "reservation_0_text": "L'Égypte réserve sa position.",
    }

    answer = officer.post(step(report, "record_endorsement"), seen(report) | typed)

    assert answer.status_code == 302
    reservation = Endorsement.objects.get().reservations.get()
    assert (reservation.party.code, reservation.paragraph) == ("EG", paragraph)


def test_error_names_the_entry_it_is_about_and_opens_it(officer):
    report = tabled()
    typed = what_was_done(senior_officials()) | {"reservation_2_party": participant("EG").pk}

    refused = officer.post(step(report, "record_endorsement"), seen(report) | typed)

    page = refused.content.decode()
    assert refused.status_code == 400
    assert '<a href="#id_reservation_2_text">Reservations and statements · Entry 3 · Text as it was spoken</a>' in page
    assert page.count('<details class="workbench-row" open>') == 1
    assert "<summary>Entry 3 · to be corrected</summary>" in page
    assert "<summary>Entry 2</summary>" in page


def test_row_that_was_begun_says_what_it_needs_and_keeps_what_was_typed(officer):
    report = tabled()
    typed = what_was_done(senior_officials()) | {"reservation_1_text": "Half a reservation."}

    answer = officer.post(step(report, "record_endorsement"), seen(report) | typed)

    assert answer.status_code == 400
    assert "reservation_1_party" in answer.context["form"].errors
    assert "Half a reservation." in answer.content.decode()
    assert not Endorsement.objects.exists()


def test_reservation_begins_in_the_language_of_the_page(officer):
    officer.cookies["django_language"] = "ar"

    form = officer.get(step(tabled(), "record_endorsement")).context["form"]

    assert form["reservation_0_language"].value() == "ar"


@pytest.mark.parametrize(
    ("verb_code", "field"),
    [
        ("endorsed_as_amended", "verb"),
        ("endorsed_ad_referendum", "confirm_by"),
        ("endorsed_ad_referendum", "confirming"),
    ],
)
def test_form_of_endorsement_asks_for_its_parts(officer, verb_code, field):
    report = tabled()

    answer = officer.post(
        step(report, "record_endorsement"), seen(report) | what_was_done(senior_officials(), verb_code)
    )

    assert answer.status_code == 400
    assert field in answer.context["form"].errors


def test_amendment_is_recorded_by_its_form(officer):
    report = tabled()
    typed = what_was_done(senior_officials(), "endorsed_as_amended") | {
        "amendment_0_paragraph": report.paragraphs.get(number=1).pk,
        "amendment_0_en": "As amended.",
    }

    answer = officer.post(step(report, "record_endorsement"), seen(report) | typed)

    assert answer.status_code == 302
    assert Endorsement.objects.get().amendments.get().after_en == "As amended."


@pytest.mark.parametrize(
    ("words", "lost"),
    [({"en": "Amended."}, ["French; Arabic"]), ({"en": "Amended.", "fr": "Modifié.", "ar": "معدّل"}, [])],
)
def test_issuing_an_amended_text_says_in_which_languages_it_is_not_issued(officer, words, lost):
    report = tabled()
    done = act("endorsed_as_amended")
    record_endorsement(report, act=done, amendments=[amended(report, **words)], actor=chair(), version=None, now=NOW)

    page = officer.get(step(report, "issue_amended"))

    assert [told.partition(": ")[0] for told in page.context["warnings"]] == [
        f"The amendments are not written in {languages}" for languages in lost
    ]


def test_endorsement_ad_referendum_is_recorded_and_confirmed_by_its_forms(officer):
    report = tabled()
    typed = what_was_done(senior_officials(), "endorsed_ad_referendum") | {
        "confirm_by": "2026-04-10",
        "confirming": [participant("EG").pk],
    }
    assert officer.post(step(report, "record_endorsement"), seen(report) | typed).status_code == 302

    letter = {"party": participant("EG").pk, "letter_number": "NV/9", "confirmed_on": "2026-03-30"}
    answer = officer.post(step(report, "register_confirmation"), seen(report) | letter)

    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.state == "endorsed"


def test_what_an_endorsement_ad_referendum_needs_is_asked_under_its_own_heading(officer):
    page = officer.get(step(tabled(), "record_endorsement"))

    form = page.context["form"]
    assert [field.name for field in form.fields_apart] == ["confirm_by", "confirming"]
    assert "Only if endorsed ad referendum" in page.content.decode()


def test_page_says_of_an_endorsement_ad_referendum_who_was_asked_to_confirm_it(officer):
    report = endorsed("endorsed_ad_referendum")

    page = officer.get(change(report)).content.decode()

    assert "Provisional: to be confirmed by 10 April 2026." in page
    assert "Confirmation was asked of: <bdi>Egypt</bdi> · <bdi>Kenya</bdi>" in page


def test_who_declares_an_endorsement_confirmed_is_told_who_has_not_written(officer):
    report = endorsed("endorsed_ad_referendum")
    letter = {"party": participant("EG").pk, "letter_number": "NV/9", "confirmed_on": "2026-03-30"}

    both = warnings_of(officer.get(step(report, "declare_confirmed")))
    officer.post(step(report, "register_confirmation"), seen(report) | letter)
    page = officer.get(step(report, "declare_confirmed"))

    assert both == ["Confirmations not received yet: Egypt; Kenya."]
    assert warnings_of(page) == ["Confirmations not received yet: Kenya."]
    assert "Confirmations not received yet: Kenya." in page.content.decode()


@pytest.mark.parametrize(("until", "is_told"), [(0, True), (1, True), (-1, False)])
def test_who_declares_an_endorsement_confirmed_is_told_that_the_day_has_not_passed(officer, until, is_told):
    day = timezone.localdate() + timedelta(days=until)
    report = endorsed("endorsed_ad_referendum", to_confirm=ToConfirm(day, [participant("EG")]))

    told = warnings_of(officer.get(step(report, "declare_confirmed")))[1:]

    until_then = f"Confirmations are asked for by {localdate(day)}: that day has not passed yet."
    assert told == ([until_then] if is_told else [])


def test_form_says_where_a_deferred_report_goes(officer):
    page = officer.get(step(tabled(), "record_endorsement"))

    assert "goes back to being drafted" in page.content.decode()


@pytest.mark.parametrize(("made", "name"), [(tabled, "record_endorsement"), (transmitted, "record_review")])
def test_deferral_is_the_last_of_the_verbs(officer, made, name):
    verbs = officer.get(step(made(), name)).context["form"].fields["verb"].queryset

    assert [verb.code for verb in verbs].index("deferred") == len(verbs) - 1 > 0


def test_page_offers_the_next_number_of_the_meeting_foreseen(officer):
    report, som = tabled(), senior_officials()
    round_foresees(report, som=som)

    form = officer.get(step(report, "record_endorsement")).context["form"]

    assert form.fields["number"].initial == f"{som.code}/1"


@pytest.mark.parametrize(("last_day", "filled_in"), [(0, NOW.date()), (1, None)])
def test_day_of_the_decision_is_filled_in_where_the_meeting_has_one_day(officer, last_day, filled_in):
    report = tabled()
    held = senior_officials(begins_on=NOW.date(), ends_on=NOW.date() + timedelta(days=last_day))
    round_foresees(report, som=held)

    form = officer.get(step(report, "record_endorsement")).context["form"]

    assert (form["meeting"].value(), form["decided_on"].value()) == (held.pk, filled_in)
