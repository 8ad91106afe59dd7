"""What ministers did with a report, its publication and its corrections, recorded by the forms of the workbench."""

import pytest
from django.urls import reverse

from actionplan.models import Activity
from documents.models import Revision
from tests.factories.parties import participant, person
from tests.factories.reports_consolidated import endorsed, ministers, reviewed, transmitted
from tests.reports.desk import change, seen, step, what_was_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def test_review_with_its_follow_up_is_recorded_by_its_form(officer):
    report = transmitted()
    activity = Activity.objects.order_by("pk").first()
    typed = what_was_done(report.transmission.meeting, "taken_note_of") | {
        "follow_up_0_en": "Report again.",
        "follow_up_0_activities": [activity.pk],
    }

    answer = officer.post(step(report, "record_review"), seen(report) | typed)

    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.state == "taken_note_of"
    assert activity.follow_ups.count() == 1


def test_follow_up_due_before_the_decision_is_refused_at_its_row(officer):
    report = transmitted()
    activity = Activity.objects.order_by("pk").first()
    typed = what_was_done(report.transmission.meeting, "taken_note_of") | {
        "follow_up_1_en": "Report again.",
        "follow_up_1_activities": [activity.pk],
        "follow_up_1_due_on": "2001-01-01",
    }

    answer = officer.post(step(report, "record_review"), seen(report) | typed)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["follow_up_1_due_on"]
    assert not report.reviews.exists()


def test_follow_up_that_is_too_long_is_refused_at_its_field_and_nothing_is_recorded(officer):
    report = transmitted()
    typed = what_was_done(report.transmission.meeting, "taken_note_of") | {"follow_up_0_fr": "x" * 301}

    answer = officer.post(step(report, "record_review"), seen(report) | typed)

    assert answer.status_code == 400
    assert "follow_up_0_fr" in answer.context["form"].errors
    assert not report.reviews.exists()


def test_transmission_publication_and_corrections_go_by_their_forms(officer):
    report = endorsed()
    meeting = ministers()

    assert officer.post(step(report, "transmit"), seen(report) | {"meeting": meeting.pk}).status_code == 302
    assert (
        officer.post(step(report, "record_review"), seen(report) | what_was_done(meeting, "reviewed")).status_code
        == 302
    )
    decision = {"decision": report.reviews.get().decision_id}
    assert officer.post(step(report, "publish"), seen(report) | decision).status_code == 302
    correction = {"language": "en", "text": "For “two” read “three”."}
    assert officer.post(step(report, "corrigendum"), seen(report) | correction).status_code == 302
    late = officer.post(step(report, "addendum"), seen(report) | correction)

    assert late.status_code == 409
    assert Revision.objects.filter(kind="corrigendum").count() == 1
    report.refresh_from_db()
    assert report.state == "published"


@pytest.mark.parametrize("name", ["endorsement", "review"])
def test_records_of_meetings_are_read_and_never_edited(officer, name):
    report = reviewed()
    record = getattr(report, f"{name}s").get()

    page = officer.get(reverse(f"admin:reports_{name}_change", args=[record.pk]))
    answer = officer.post(reverse(f"admin:reports_{name}_change", args=[record.pk]), {})

    assert report.endorsed_revision.sha256 in page.content.decode()
    assert answer.status_code == 403
    assert officer.get(reverse(f"admin:reports_{name}_add")).status_code == 403
    assert officer.get(reverse(f"admin:reports_{name}_changelist")).status_code == 200


def test_page_leads_to_what_meetings_did_and_names_who_reserved(officer):
    report = reviewed()
    endorsement = report.endorsements.get()
    reserving = endorsement.reservations.create(party=participant("EG"), language="en", text="We read it otherwise.")

    page = officer.get(change(report))

    assert [(one.is_review, one.reserved) for one in page.context["acts"]] == [(False, [reserving]), (True, [])]
    for one in page.context["acts"]:
        assert reverse("admin:meetings_decision_change", args=[one.decision_id]) in page.text
        assert reverse(f"admin:reports_{one._meta.model_name}_change", args=[one.pk]) in page.text
    assert reserving.party.name in page.text
