"""Proposals in the workbench: a table is uploaded, compared with the plan, taken up or not; a bad one keeps nothing."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplan.models import Activity, ActivityProposal, SourceSystem
from tests.factories.actionplan import ActivityFactory, ObjectiveFactory
from tests.factories.parties import person
from tests.factories.proposals import proposed, row, sent, source_called

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(person("secretariat_officer"))
    return client


def step(obj, name):
    return reverse(f"admin:actionplan_{obj._meta.model_name}_step", args=[obj.pk, name])


def workbook(*rows):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return SimpleUploadedFile("table.xlsx", held.getvalue())


def written(*lines, name="table.csv"):
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def upload(client, source, file):
    return client.post(step(source, "upload"), {"content": file, "seen_version": source.version})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_uploaded_as_spreadsheets_write_it(staff, separator):
    source = source_called("by-hand")
    lines = ["\ufeffexternal_id,title_fr,domains", '7,Une activité,"1 ; 3"', ",,"]

    answer = upload(staff, source, written(*(line.replace(",", separator) for line in lines)))

    assert answer.status_code == 302
    [kept] = ActivityProposal.objects.all()
    assert (kept.external_id, kept.said) == ("7", {"title": {"fr": "Une activité"}, "domains": [1, 3]})


def test_a_workbook_says_numbers_and_days_as_a_spreadsheet_holds_them(staff):
    source, objective = source_called("by-hand"), ObjectiveFactory()
    place = f"{objective.plan.code}/{objective.code}"
    heads = ("external_id", "objective", "title_en", "domains", "begins_on")

    answer = upload(staff, source, workbook(heads, (104, place, "An activity", 2, "2026-03-01")))

    assert answer.status_code == 302
    assert ActivityProposal.objects.get().said == {
        "objective": place,
        "title": {"en": "An activity"},
        "domains": [2],
        "begins_on": "2026-03-01",
    }


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (written("title_en", "No id"), "Write external_id"),
        (written("external_id"), "Write external_id"),
        (written("external_id,colour", "7,red"), "Row 2, colour: This field is not known here."),
        (written("external_id,domains", "7,9", "8,1"), "Row 2, domains_0: Nothing is known here by this name."),
        (written("external_id", "7", "7"), "Row 3, external_id: Another line of this call has this id already."),
        (written(""), "The file is empty."),
        (written("external_id", name="table.exe"), "Files of this kind are not taken here."),
        (SimpleUploadedFile("table.csv", b"\xff\xfe"), "The content of the file"),
        (SimpleUploadedFile("table.xlsx", b"PK\x03\x04"), "The file"),
        (workbook(("external_id",), ("=1+1",)), "There is a formula in this table."),
        (written("external_id", *(str(number) for number in range(2001))), "divide it"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_table_that_is_not_taken_says_why_and_keeps_nothing(staff, file, sentence):
    answer = upload(staff, source_called("by-hand"), file)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not ActivityProposal.objects.exists()


def test_a_proposal_is_read_beside_the_plan_and_taken_up(staff):
    activity = ActivityFactory(title_en="How the plan says it")
    [told] = sent(source_called("jvap"), row("1", code=activity.code))
    proposal = ActivityProposal.objects.get(uuid=told.uuid)

    page = staff.get(reverse("admin:actionplan_activityproposal_change", args=[proposal.pk])).content.decode()
    assert "How the plan says it" in page
    assert "Activity 1 of the partner" in page

    form = staff.get(step(proposal, "accept")).context["form"]
    staff.post(step(proposal, "accept"), {"seen_version": proposal.version, "seen": form["seen"].value()})
    activity.refresh_from_db()
    assert activity.title_en == "Activity 1 of the partner"


def test_a_new_activity_is_given_its_code(staff):
    waiting = proposed()

    refused = staff.post(step(waiting, "accept"), {"seen_version": waiting.version, "code": ""})
    assert refused.status_code == 400
    staff.post(step(waiting, "accept"), {"seen_version": waiting.version, "code": "NEW-1"})
    assert Activity.objects.get(code="NEW-1").external_id == waiting.external_id


def test_a_code_of_another_activity_is_refused_at_its_field(staff):
    waiting, other = proposed(), ActivityFactory()

    answer = staff.post(step(waiting, "accept"), {"seen_version": waiting.version, "code": other.code})

    assert answer.status_code == 400
    assert ActivityProposal.objects.get(pk=waiting.pk).state == "waiting"


def test_lists_cost_the_same_for_three_rows_and_for_thirty(staff):
    source = source_called("many")
    addresses = [reverse(f"admin:actionplan_{name}_changelist") for name in ("activityproposal", "sourcesystem")]

    def cost():
        with CaptureQueriesContext(connection) as counted:
            for address in addresses:
                assert staff.get(address).status_code == 200
        return len(counted)

    sent(source, *(row(str(number)) for number in range(3)))
    cost()
    few = cost()
    sent(source, *(row(str(number)) for number in range(30)))
    for number in range(10):
        source_called(f"another-{number}")
    assert cost() == few
    assert SourceSystem.objects.count() == 11
