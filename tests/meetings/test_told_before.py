"""Steps of a meeting say beforehand what comes first: invitations before presence, presence before the conclusion."""

import pytest
from django.urls import reverse

from tests.factories.meetings import AgendaItemFactory, DelegationFactory, MeetingFactory, SittingFactory, conclude

pytestmark = pytest.mark.django_db


def step(obj, name):
    return reverse(f"admin:meetings_{obj._meta.model_name}_step", args=[obj.pk, name])


@pytest.mark.parametrize("incomplete", [True, False])
@pytest.mark.parametrize("of_sitting", [True, False])
def test_presence_of_nobody_is_not_asked_but_led_to_invitations(officer, incomplete, of_sitting):
    meeting = MeetingFactory(state="held", is_incomplete=incomplete)
    asked = SittingFactory(meeting=meeting) if of_sitting else meeting

    page = officer.get(step(asked, "record_presence"))

    assert page.context["form"] is None
    page_of_meeting = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    way = step(meeting, "invite_delegations") if incomplete else f"{page_of_meeting}#id_is_incomplete"
    assert [one.url for one in page.context["obstacles"]] == [way]
    DelegationFactory(meeting=meeting)
    assert officer.get(step(asked, "record_presence")).context["form"] is not None


@pytest.mark.parametrize("of_sitting", [True, False])
def test_conclusion_warns_where_nobody_recorded_who_was_present(officer, of_sitting):
    meeting = MeetingFactory(state="held")
    delegation = DelegationFactory(meeting=meeting)
    asked = SittingFactory(meeting=meeting) if of_sitting else meeting

    (warned,) = officer.get(step(meeting, "conclude")).context["warnings"]

    assert step(asked, "record_presence") in warned
    delegation.presence = "absent"
    delegation.save()
    assert officer.get(step(meeting, "conclude")).context["warnings"] == []


@pytest.mark.parametrize("of_record", ["decision", "statement"])
def test_item_of_an_agenda_is_offered_with_its_meeting(officer, of_record):
    held, concluded = (AgendaItemFactory(meeting=MeetingFactory(state="held")) for _each in range(2))
    conclude(concluded.meeting)

    form = officer.get(reverse(f"admin:meetings_{of_record}_add")).context["adminform"].form

    offered = dict(form.fields["agenda_item"].choices)
    assert f"{held.meeting} – {held}" in map(str, offered.values())
    assert concluded not in form.fields["agenda_item"].queryset


def test_list_of_statements_says_where_reservations_on_reports_stand(officer):
    page = officer.get(reverse("admin:meetings_statement_changelist"))

    assert "Reservations that were made when a report was endorsed" in page.text
    assert reverse("admin:reports_endorsement_changelist") in page.text


def test_who_is_present_where_nobody_is_invited_is_a_dash_and_no_gap(officer):
    page = officer.get(reverse("admin:meetings_meeting_change", args=[MeetingFactory(state="held").pk]))

    present = page.text.partition("field-present")[2].partition('class="readonly">')[2]
    assert present.startswith("–")
