"""The index is kept by the services themselves, holds nothing that only some may read, and can be made anew."""

import pytest
from django.core.management import call_command

from actionplan.services.plans import publish_plan
from documents.services import classify, create_work
from foundation.search.models import SearchText
from meetings.services.meetings import convene_meeting, save_meeting
from parties.models import Party
from tests.factories import actionplan as plans
from tests.factories.meetings import MeetingFactory, kind
from tests.factories.parties import NOW, actor
from tests.factories.reports_consolidated import drafted, endorsed, tabled

pytestmark = pytest.mark.django_db


def indexed(row) -> bool:
    return SearchText.objects.filter(kind=row._meta.label_lower, object_uuid=row.uuid).exists()


def test_reference_data_is_found_as_soon_as_it_is_loaded():
    assert SearchText.objects.filter(kind="parties.party", language="ar").count() == Party.objects.count()


def test_index_is_made_anew_by_a_command_that_may_be_repeated(capsys):
    SearchText.objects.all().delete()

    call_command("index_search")
    call_command("index_search")

    first, second = capsys.readouterr().out.splitlines()
    assert first != "Search index: 0 texts changed."
    assert second == "Search index: 0 texts changed."


def test_meeting_enters_the_index_when_it_is_convened():
    staff = actor("presidency_current")
    meeting = MeetingFactory.build(kind=kind("som"), chair=None)
    save_meeting(meeting, actor=staff, version=None, creating=True)
    assert not indexed(meeting)

    convene_meeting(meeting, actor=staff, version=None, now=NOW)

    assert indexed(meeting)


def test_plan_enters_the_index_with_its_items_when_it_is_published():
    activity = plans.ActivityFactory(objective__plan__is_published=False)
    plan = activity.objective.plan

    publish_plan(plan, actor=actor("presidency_current"), version=plan.version, now=NOW)

    assert [indexed(row) for row in (plan, activity.objective, activity)] == [True, True, True]


def test_document_leaves_the_index_when_it_is_restricted():
    staff = actor("secretariat_officer")
    document = create_work(title={"en": "Concept note"}, classification="participants", actor=staff)
    assert indexed(document)

    classify(document, classification="staff", actor=staff, version=document.version, now=NOW)

    assert not indexed(document)


@pytest.mark.parametrize(("made", "found"), [(drafted, False), (tabled, True), (endorsed, True)])
def test_report_is_in_the_index_once_its_text_is_fixed(made, found):
    report = made()

    assert indexed(getattr(report, "report", report)) is found


def test_report_leaves_the_index_when_it_goes_back_to_drafting():
    report = endorsed("deferred")

    assert not indexed(getattr(report, "report", report))
