"""A meeting is planned, convened, held and concluded; the chair passes in the act that records it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.errors import BrokenConstraint, IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from meetings import services
from meetings.models import Meeting, MeetingCoChair
from meetings.selectors import upcoming_meetings
from parties.models import Presidency
from tests.factories.meetings import MeetingFactory
from tests.factories.parties import (
    NOW,
    PartyFactory,
    PresidencyFactory,
    actor,
    actor_as,
    appoint_for_term,
    finishing_term,
    person,
    term_in_chair,
)
from tests.roles import who_may

pytestmark = pytest.mark.django_db
STAFF = {"presidency_current", "secretariat_officer", "both_hats"}
TODAY = NOW.date()


@pytest.fixture
def secretariat():
    return actor("secretariat_officer")


def told(row):
    return list(LedgerEntry.objects.about(row).order_by("id").values_list("kind", "audience"))


def test_meeting_goes_from_plan_to_record(secretariat):
    meeting = MeetingFactory.build(kind=MeetingFactory().kind)
    services.save_meeting(meeting, actor=secretariat, version=None, creating=True)

    for version, step in enumerate((services.convene_meeting, services.hold_meeting, services.conclude_meeting), 1):
        meeting = step(meeting, actor=secretariat, version=version, now=NOW)

    assert (meeting.state, meeting.convened_at, meeting.chair) == ("concluded", NOW, term_in_chair())
    assert told(meeting) == [
        ("meeting.planned", "staff"),
        ("meeting.convened", "public"),
        ("meeting.held", "public"),
        ("meeting.concluded", "public"),
    ]


def test_meeting_is_postponed_and_convened_again(secretariat):
    meeting = MeetingFactory(state="convened")

    services.postpone_meeting(meeting, actor=secretariat, version=1, now=NOW)
    again = services.reconvene_meeting(meeting, actor=secretariat, version=2, now=NOW)
    cancelled = services.cancel_meeting(meeting, actor=secretariat, version=3, now=NOW)

    assert (again.state, cancelled.state) == ("convened", "cancelled")


def test_plan_that_comes_to_nothing_stays_in_the_workbench(secretariat):
    planned, announced = MeetingFactory(), MeetingFactory()
    services.convene_meeting(announced, actor=secretariat, version=1, now=NOW)

    for meeting, version in ((planned, 1), (announced, 2)):
        services.postpone_meeting(meeting, actor=secretariat, version=version, now=NOW)
        services.cancel_meeting(meeting, actor=secretariat, version=version + 1, now=NOW)

    seen = Meeting.objects.visible_to(actor("anonymous"))
    assert announced in seen
    assert planned not in seen
    assert {audience for _kind, audience in told(planned)} == {"staff"}
    assert {audience for _kind, audience in told(announced)} == {"public"}


def test_planned_meeting_is_seen_by_those_who_read_the_workbench(everybody):
    planned = MeetingFactory()

    for who in everybody.values():
        assert Meeting.objects.visible_to(who).filter(pk=planned.pk).exists() is who.reads_as_staff


def test_meeting_without_a_day_is_not_convened(secretariat):
    meeting = MeetingFactory(begins_on=None, ends_on=None)

    with pytest.raises(BrokenConstraint) as refused:
        services.convene_meeting(meeting, actor=secretariat, version=1, now=NOW)

    assert refused.value.field == "begins_on"


@pytest.mark.parametrize(
    ("zone", "possible"),
    [("Africa/Cairo", True), ("UTC", False)],
)
def test_meeting_is_held_from_its_first_day_where_it_takes_place(zone, possible, secretariat):
    meeting = MeetingFactory(state="convened", begins_on=date(2026, 3, 3), ends_on=date(2026, 3, 3), time_zone=zone)
    evening = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)

    if possible:
        assert services.hold_meeting(meeting, actor=secretariat, version=1, now=evening).state == "held"
    else:
        with pytest.raises(RuleBroken):
            services.hold_meeting(meeting, actor=secretariat, version=1, now=evening)


@pytest.mark.parametrize(("state", "step"), [("convened", "hold"), ("held", "conclude")])
def test_page_of_a_step_says_that_the_meeting_is_still_ahead_before_anybody_confirms_it(state, step, client):
    client.force_login(person("secretariat_officer"))
    meeting = MeetingFactory(state=state, begins_on=date(2199, 3, 3), ends_on=date(2199, 3, 4))

    page = client.get(reverse("admin:meetings_meeting_step", args=[meeting.pk, step]))

    (obstacle,) = page.context["obstacles"]
    assert (page.context["form"], obstacle.url.partition("#")[2]) == (None, "id_begins_on")


@pytest.mark.parametrize(
    ("state", "ahead", "onward"),
    [("planned", 60, "convene"), ("convened", 60, None), ("convened", -2, "hold"), ("held", -2, "conclude")],
)
def test_first_page_leads_to_the_step_that_comes_next(state, ahead, onward, client):
    client.force_login(person("secretariat_officer"))
    day = timezone.localdate() + timedelta(days=ahead)
    meeting = MeetingFactory(state=state, begins_on=day, ends_on=day)

    (under_way,) = client.get(reverse("admin:index")).context["now"].meetings

    step = under_way.onward["url"] if under_way.onward else None
    assert (under_way.row, step) == (
        meeting,
        onward and reverse("admin:meetings_meeting_step", args=[meeting.pk, onward]),
    )


def test_record_is_not_concluded_before_the_last_day(secretariat):
    meeting = MeetingFactory(state="held", begins_on=TODAY, ends_on=TODAY + timedelta(days=1))

    with pytest.raises(RuleBroken):
        services.conclude_meeting(meeting, actor=secretariat, version=1, now=NOW)


def test_step_from_an_older_page_and_step_that_is_gone_are_told_apart(secretariat):
    meeting = MeetingFactory()
    services.convene_meeting(meeting, actor=secretariat, version=1, now=NOW)

    with pytest.raises(StaleVersion):
        services.convene_meeting(meeting, actor=secretariat, version=1, now=NOW)
    with pytest.raises(IllegalTransition):
        services.convene_meeting(meeting, actor=secretariat, version=2, now=NOW)
    with pytest.raises(NotAllowed):
        services.hold_meeting(meeting, actor=actor("focal_point"), version=2, now=NOW)


def test_row_read_before_another_change_is_not_written_over_it_whatever_version_is_sent(secretariat):
    meeting = MeetingFactory()
    read_before = Meeting.objects.get(pk=meeting.pk)
    services.convene_meeting(meeting, actor=secretariat, version=1, now=NOW)

    with pytest.raises(StaleVersion):
        services.save_meeting(read_before, actor=secretariat, version=2, creating=False)

    assert Meeting.objects.get(pk=meeting.pk).state == "convened"


def test_outgoing_presidency_does_not_move_meetings_any_more():
    term = finishing_term()
    outgoing = actor_as(appoint_for_term(term), "presidency")
    meeting = MeetingFactory(state="held", chair=term)

    with pytest.raises(NotAllowed):
        services.save_meeting(meeting, actor=outgoing, version=1, creating=False)


def test_meetings_ahead_stand_in_the_order_of_their_days(secretariat):
    later = MeetingFactory(state="convened", begins_on=TODAY + timedelta(days=9), ends_on=None)
    running = MeetingFactory(state="convened", begins_on=TODAY - timedelta(days=1), ends_on=TODAY)
    planned = MeetingFactory(begins_on=None, ends_on=None)
    MeetingFactory(state="convened")
    MeetingFactory(state="cancelled", begins_on=TODAY + timedelta(days=2), ends_on=None)

    assert list(upcoming_meetings(secretariat, TODAY)) == [running, later, planned]
    assert list(upcoming_meetings(actor("anonymous"), TODAY)) == [running, later]


# -- the handover ---------------------------------------------------------------------------------------------------


@pytest.fixture
def handing_over():
    return MeetingFactory(state="held", chair=term_in_chair(), hands_over=PresidencyFactory())


def test_chair_passes_in_the_act_that_records_it(handing_over, secretariat):
    outgoing, incoming = handing_over.chair, handing_over.hands_over

    meeting = services.record_handover(handing_over, actor=secretariat, version=1, now=NOW)

    assert meeting.handover_recorded_at == NOW
    assert term_in_chair() == incoming
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.ends_on, outgoing.handed_over_at) == ("finished", date(2026, 2, 25), NOW)
    assert told(meeting) == [("meeting.handover_recorded", "public")]


@pytest.mark.parametrize(
    ("on", "today", "passes"),
    [
        (None, date(2026, 2, 24), date(2026, 2, 24)),
        (None, date(2026, 3, 2), date(2026, 2, 25)),
        (date(2026, 2, 24), date(2026, 3, 2), date(2026, 2, 24)),
    ],
)
def test_chair_passes_on_a_day_of_the_meeting(on, today, passes, handing_over, secretariat):
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)

    services.record_handover(handing_over, actor=secretariat, version=1, now=now, on=on)

    assert term_in_chair().begins_on == passes


@pytest.mark.parametrize("on", [date(2026, 2, 23), date(2026, 2, 26)])
def test_day_outside_the_meeting_is_refused_at_its_field(on, handing_over, secretariat):
    with pytest.raises(RuleBroken) as refused:
        services.record_handover(handing_over, actor=secretariat, version=1, now=NOW, on=on)

    assert refused.value.field == "on"
    assert term_in_chair().code == "FR-2025"


@pytest.mark.parametrize("state", ["planned", "convened", "concluded", "postponed", "cancelled"])
def test_chair_passes_at_a_meeting_that_is_held_only(state, secretariat):
    meeting = MeetingFactory(state=state, hands_over=PresidencyFactory())

    with pytest.raises(IllegalTransition):
        services.record_handover(meeting, actor=secretariat, version=1, now=NOW)


def test_chair_passes_to_a_presidency_that_is_named(secretariat):
    with pytest.raises(RuleBroken) as refused:
        services.record_handover(MeetingFactory(state="held"), actor=secretariat, version=1, now=NOW)

    assert refused.value.field == "hands_over"


def test_staff_alone_record_a_handover(everybody, handing_over):
    def record(who):
        return services.record_handover(handing_over, actor=who, version=1, now=NOW).handover_recorded_at

    assert who_may(record, everybody) == STAFF


def test_handover_is_recorded_once_and_stays(handing_over, secretariat):
    services.record_handover(handing_over, actor=secretariat, version=1, now=NOW)

    with pytest.raises(StaleVersion):
        services.record_handover(handing_over, actor=secretariat, version=1, now=NOW)
    with pytest.raises(IllegalTransition):
        services.record_handover(handing_over, actor=secretariat, version=2, now=NOW)
    recorded = Meeting.objects.get(pk=handing_over.pk)
    recorded.hands_over = PresidencyFactory()
    with pytest.raises(RuleBroken) as refused:
        services.save_meeting(recorded, actor=secretariat, version=2, creating=False)
    assert refused.value.field == "hands_over"


def test_handover_to_a_term_that_has_been_leaves_everything_as_it_was(secretariat):
    earlier = Presidency.objects.get(code="EG-2014")
    meeting = MeetingFactory(state="held", hands_over=earlier)

    with pytest.raises(IllegalTransition):
        services.record_handover(meeting, actor=secretariat, version=1, now=NOW)

    meeting.refresh_from_db()
    assert meeting.handover_recorded_at is None
    assert term_in_chair().code == "FR-2025"


def test_co_chairs_have_a_history():
    meeting, party = MeetingFactory(), PartyFactory()
    meeting.co_chairs.add(party)
    meeting.co_chairs.remove(party)

    events = MeetingCoChair.pgh_event_model.objects.filter(meeting=meeting).order_by("pgh_id")

    assert [(event.party_id, event.pgh_label) for event in events] == [(party.pk, "insert"), (party.pk, "delete")]
