"""Evidence belongs to one activity: a file is put there from the form, shown there, and submitted there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import Attachment
from reports.selectors.asked import asked_sections
from reports.selectors.contributions import latest_snapshot
from reports.services.contributions import submit_contribution
from tests.factories.actionplan import ActivityFactory, PlanFactory
from tests.factories.parties import actor, appoint, participant
from tests.factories.reports import LATER, answered, drafted, fresh, opened_round
from tests.foundation.uploads.files import pdf_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    kenya, plan = participant("KE"), PlanFactory()
    ActivityFactory.create_batch(2, lead=kenya, objective__plan=plan)
    begun = drafted(kenya, opened_round(kenya, plan=plan), by=actor("focal_point", kenya))
    return answered(begun, by=actor("focal_point", kenya), summary="What Kenya achieved.")


@pytest.fixture
def signed_in(client, draft):
    client.force_login(appoint("focal_point", draft.party))
    return client


def second_activity(draft):
    return [section for section in asked_sections(draft) if section.activity][1]


def attach(client, draft, place):
    form = reverse("portal-form", kwargs={"uuid": draft.uuid})
    there = client.post(form, {"language": "en", "attach": place})
    upload = SimpleUploadedFile("training.pdf", pdf_file())
    return client.post(there["Location"].partition("#")[0], {"place": place, "content": upload, "title": "Training"})


def test_a_file_is_put_under_an_activity_from_the_form_and_leads_back_to_it(signed_in, draft):
    section = second_activity(draft)

    answer = attach(signed_in, draft, section.name)

    form = reverse("portal-form", kwargs={"uuid": draft.uuid})
    assert answer["Location"] == f"{form}#{section.name}"
    assert Attachment.objects.get().activity == section.activity
    page = signed_in.get(form).content.decode()
    shown = page[page.index(f'id="{section.name}"') :]
    assert "Training" in shown[: shown.index("</section>")]
    assert page.count(">Training<") == 1


def test_a_place_that_is_not_asked_is_no_place_to_go_back_to(signed_in, draft):
    page = reverse("portal-attachments", kwargs={"uuid": draft.uuid})
    upload = SimpleUploadedFile("training.pdf", pdf_file())

    answer = signed_in.post(f"{page}?place=//elsewhere", {"place": second_activity(draft).name, "content": upload})

    assert answer["Location"] == page


def test_files_cost_the_form_no_query(signed_in, draft):
    form = reverse("portal-form", kwargs={"uuid": draft.uuid})
    signed_in.get(form)
    with CaptureQueriesContext(connection) as none:
        signed_in.get(form)
    for _number in range(3):
        attach(signed_in, draft, second_activity(draft).name)
    signed_in.get(form)

    with CaptureQueriesContext(connection) as three:
        signed_in.get(form)

    assert len(three) == len(none)


def test_what_is_submitted_holds_the_file_under_its_activity(signed_in, draft):
    section = second_activity(draft)
    attach(signed_in, draft, section.name)
    current = fresh(draft)

    submit_contribution(current, actor=actor("focal_point", draft.party), version=current.version, now=LATER)

    held = {
        one["activity"]["uuid"]: [file["title"] for file in one["files"]]
        for one in latest_snapshot(fresh(draft)).content["sections"]
        if one["activity"] and one["files"]
    }
    assert held == {str(section.activity.uuid): ["Training"]}
