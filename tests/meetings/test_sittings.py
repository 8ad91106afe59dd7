"""Presence is recorded sitting by sitting; n of N of the meeting follows from it, States and organisations apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from meetings import services
from meetings.models import Meeting, Sitting, SittingPresence
from meetings.selectors import PresenceCount, presence_count, with_sitting_presence
from tests.factories.meetings import DelegationFactory, MeetingFactory, SittingFactory
from tests.factories.parties import NOW, AuthorityFactory, PartyFactory, actor, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return actor("secretariat_officer")


@pytest.fixture
def meeting():
    return MeetingFactory(state="held")


def record(sitting, presence, by, version=None):
    said = {delegation.pk: how for delegation, how in presence.items()}
    return services.record_sitting_presence(sitting, actor=by, version=version, now=NOW, presence=said)


def test_who_came_to_one_sitting_came_to_the_meeting(meeting, secretariat):
    first, second = SittingFactory(meeting=meeting), SittingFactory(meeting=meeting)
    came, left, stayed_away = (DelegationFactory(meeting=meeting) for _each in range(3))
    body = DelegationFactory(meeting=meeting, party=PartyFactory(kind="organisation"))

    record(first, {came: "absent", left: "remote", stayed_away: "absent", body: "in_person"}, secretariat)
    record(second, {came: "in_person", left: "excused", stayed_away: "excused", body: "absent"}, secretariat)

    assert presence_count(meeting) == PresenceCount(2, 3, 1, 1)
    counted = with_sitting_presence(Sitting.objects.filter(meeting=meeting)).order_by("number")
    assert [(one.present_states, one.present_organisations) for one in counted] == [(1, 1), (1, 0)]
    assert [one.presence for one in meeting.delegations.order_by("pk")] == [
        "in_person",
        "remote",
        "excused",
        "in_person",
    ]


def test_presence_is_corrected_and_not_said_twice(meeting, secretariat):
    sitting, delegation = SittingFactory(meeting=meeting), DelegationFactory(meeting=meeting)
    record(sitting, {delegation: "in_person"}, secretariat)

    record(sitting, {delegation: "absent"}, secretariat)

    assert SittingPresence.objects.get(sitting=sitting).presence == "absent"
    assert presence_count(meeting).present_states == 0


def test_meeting_with_sittings_is_not_recorded_as_a_whole(meeting, secretariat):
    SittingFactory(meeting=meeting)

    with pytest.raises(RuleBroken):
        services.record_presence(meeting, actor=secretariat, version=1, now=NOW, presence={})


def test_delegation_of_another_meeting_is_left_alone(meeting, secretariat):
    other = DelegationFactory(meeting=MeetingFactory(state="held"))

    record(SittingFactory(meeting=meeting), {other: "in_person"}, secretariat)

    assert not SittingPresence.objects.exists()


def test_participant_on_hold_is_not_counted_at_a_sitting(meeting, secretariat):
    delegation = DelegationFactory(meeting=meeting)
    for _each in range(2):
        AuthorityFactory(party=delegation.party, state="on_hold")

    with pytest.raises(RuleBroken):
        record(SittingFactory(meeting=meeting), {delegation: "remote"}, secretariat)


def test_sitting_of_a_meeting_ahead_has_no_presence(secretariat):
    with pytest.raises(IllegalTransition):
        record(SittingFactory(meeting__state="convened"), {}, secretariat)


def test_presence_at_a_sitting_from_an_older_page_is_refused(meeting, secretariat):
    with pytest.raises(StaleVersion):
        record(SittingFactory(meeting=meeting), {}, secretariat, version=9)


@pytest.mark.parametrize("role", ["focal_point", "presidency_incoming", "presidency_outgoing"])
def test_others_record_no_presence_at_a_sitting(meeting, role):
    with pytest.raises(NotAllowed):
        record(SittingFactory(meeting=meeting), {}, actor(role))


def test_number_of_a_sitting_is_used_once(meeting):
    SittingFactory(meeting=meeting, number=1)

    with pytest.raises(RuleBroken):
        SittingFactory(meeting=meeting, number=1)


def test_presence_at_a_sitting_is_seen_by_staff_and_its_own_participant_only(meeting):
    delegation = DelegationFactory(meeting=meeting)
    row = SittingPresence.objects.create(sitting=SittingFactory(meeting=meeting), delegation=delegation)

    def sees(role, of=None):
        return row in SittingPresence.objects.visible_to(actor(role, of))

    assert sees("secretariat_officer")
    assert sees("focal_point", delegation.party)
    assert not sees("focal_point")
    assert not sees("anonymous")


def test_staff_name_sittings_with_the_meeting_and_record_presence_on_each(client, meeting):
    client.force_login(person("secretariat_officer"))
    sitting, delegation = SittingFactory(meeting=meeting), DelegationFactory(meeting=meeting)
    address = f"/admin/meetings/sitting/{sitting.pk}/step/record_presence/"

    refused = client.post(address, {f"delegation_{delegation.pk}": "nonsense"})
    client.post(address, {f"delegation_{delegation.pk}": "remote"})
    again = client.get(address).context["form"]

    assert refused.status_code == 400
    assert again.fields[f"delegation_{delegation.pk}"].initial == "remote"
    assert b"States: 1 of 1" in client.get(f"/admin/meetings/meeting/{meeting.pk}/change/").content


def test_api_tells_how_many_were_present_at_each_sitting(client, secretariat):
    meeting = MeetingFactory(state="held")
    opening, delegation = SittingFactory(meeting=meeting, title_en="Opening"), DelegationFactory(meeting=meeting)
    record(opening, {delegation: "remote"}, secretariat)

    def answer():
        with CaptureQueriesContext(connection) as captured:
            sittings = client.get(f"/api/v1/meetings/{meeting.uuid}/").json()["sittings"]
        return sittings, len(captured)

    client.get(f"/api/v1/meetings/{meeting.uuid}/")
    (one,), queries = answer()
    SittingFactory.create_batch(3, meeting=meeting)

    assert (one["title"]["en"], one["present"]) == ("Opening", {"states": 1, "organisations": 0})
    assert answer()[1] == queries


def test_page_of_a_meeting_shows_its_sittings(client):
    meeting = MeetingFactory(state="held")
    SittingFactory(meeting=meeting, title_en="Opening sitting")

    assert b"Opening sitting" in client.get(f"/meetings/{meeting.uuid}/").content
    assert Meeting.objects.get(pk=meeting.pk).quorum_states is None
