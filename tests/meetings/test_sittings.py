"""Presence is recorded sitting by sitting; n of N of the meeting follows from it, States and organisations apart.

Sittings go with the days of their meeting.
"""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from foundation.related import Related
from meetings import services
from meetings.models import Meeting, Sitting, SittingPresence
from meetings.selectors import with_sitting_presence
from tests.factories.meetings import DelegationFactory, MeetingFactory, SittingFactory, presence_of
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

    assert presence_of(meeting) == (2, 3, 1, 1)
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
    assert presence_of(meeting)[0] == 0


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


def test_nothing_said_of_anybody_is_no_record_of_a_sitting(meeting, secretariat):
    said = dict.fromkeys(meeting.delegations.all(), "unknown")

    with pytest.raises(RuleBroken, match="say of at least one delegation"):
        record(SittingFactory(meeting=meeting), said, secretariat)

    assert not SittingPresence.objects.exists()


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


def test_meeting_with_sittings_leads_to_them_and_asks_nothing_in_vain(client, meeting):
    client.force_login(person("secretariat_officer"))
    delegation = DelegationFactory(meeting=meeting)
    page, step = f"/admin/meetings/meeting/{meeting.pk}/change/", f"/admin/meetings/meeting/{meeting.pk}/step/"
    as_a_whole = client.get(page).content.decode()
    SittingFactory(meeting=meeting)

    with_sittings = client.get(page).content.decode()
    asked = client.get(f"{step}record_presence/")

    assert f"{step}record_presence/" in as_a_whole
    assert f"{step}record_presence/" not in with_sittings
    assert "This meeting has sittings: record who was present at each of them." in with_sittings
    assert f"delegation_{delegation.pk}" not in asked.content.decode()


def test_page_of_a_sitting_says_who_was_present(client, meeting, secretariat):
    client.force_login(person("secretariat_officer"))
    sitting = SittingFactory(meeting=meeting)
    names = ("Algeria", "Benin", "Chad")
    came, online, away = (DelegationFactory(meeting=meeting, party=PartyFactory(name_en=name)) for name in names)

    address = f"/admin/meetings/sitting/{sitting.pk}/change/"
    ahead = client.get(address).content.decode()
    record(sitting, {came: "in_person", online: "remote", away: "absent"}, secretariat)
    page = client.get(address).content.decode()

    assert "not recorded" in ahead
    assert "of 3" not in ahead
    assert "States: 2 of 3; organisations: 0 of 0" in page
    assert "Algeria; Benin" in page
    assert "Chad" not in page


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


# -- with the days of the meeting -----------------------------------------------------------------------------------

FIRST, LAST = date(2026, 3, 24), date(2026, 3, 25)
MORNING = (datetime(2026, 3, 24, 8, 30, tzinfo=UTC), datetime(2026, 3, 24, 11, 30, tzinfo=UTC))
"""Half past nine in Paris, in the last week of winter time."""
NEXT_DAY = (datetime(2026, 3, 25, 8, 30, tzinfo=UTC), None)


@pytest.fixture
def ahead():
    """Two days in Paris, with a sitting on each and one without an hour."""
    meeting = MeetingFactory(state="convened", begins_on=FIRST, ends_on=LAST)
    for number, (begins, ends) in enumerate((MORNING, NEXT_DAY, (None, None)), start=1):
        SittingFactory(meeting=meeting, number=number, begins_at=begins, ends_at=ends)
    return meeting


def move(meeting, by, first=None, last=None, *, sitting=None, **fields):
    """The form of a meeting, saved with other days; `sitting` was changed in its list."""
    meeting.begins_on, meeting.ends_on = first, last
    for name, value in fields.items():
        setattr(meeting, name, value)
    related = Related(children=[("meeting", sitting)] if sitting is not None else [])
    return services.save_meeting(meeting, actor=by, version=meeting.version, creating=False, related=related)


def moments(meeting):
    return list(Sitting.objects.filter(meeting=meeting).order_by("number").values_list("begins_at", "ends_at"))


def test_sittings_move_with_the_days_at_the_same_hour_where_the_meeting_is(ahead, secretariat):
    moved = move(ahead, secretariat, date(2026, 3, 31), date(2026, 4, 1))

    summer_time = [datetime(2026, 3, 31, 7, 30, tzinfo=UTC), datetime(2026, 3, 31, 10, 30, tzinfo=UTC)]
    assert moments(ahead) == [tuple(summer_time), (datetime(2026, 4, 1, 7, 30, tzinfo=UTC), None), (None, None)]
    assert moved.moved_sittings == 2
    (entry,) = LedgerEntry.objects.about(ahead)
    assert (entry.kind, entry.facts) == ("meeting.changed", {"sittings_moved": 2})


@pytest.mark.parametrize(
    ("first", "last"),
    [(FIRST, LAST), (date(2026, 3, 23), LAST), (FIRST, date(2026, 3, 27)), (FIRST, None)],
)
def test_sittings_stay_where_they_lie_within_the_days(first, last, ahead, secretariat):
    assert move(ahead, secretariat, first, last).moved_sittings == 0

    assert moments(ahead) == [MORNING, NEXT_DAY, (None, None)]
    assert LedgerEntry.objects.about(ahead).get().facts == {}


def test_meeting_that_moves_and_becomes_longer_takes_its_sittings_along(ahead, secretariat):
    move(ahead, secretariat, date(2026, 4, 1), date(2026, 4, 3))

    assert [begins.day for begins, _ends in moments(ahead) if begins] == [1, 2]


@pytest.mark.parametrize(
    ("first", "last", "number", "field"),
    [(FIRST, FIRST, 2, "ends_on"), (LAST, LAST, 2, "begins_on"), (date(2026, 4, 1), date(2026, 4, 1), 2, "begins_on")],
)
def test_meeting_is_not_made_too_short_for_a_sitting(first, last, number, field, ahead, secretariat):
    with pytest.raises(RuleBroken) as refused:
        move(ahead, secretariat, first, last)

    assert refused.value.field == field
    assert str(refused.value).startswith(f"Sitting {number} would not lie within the days of the meeting.")


def test_sitting_that_was_given_another_moment_stays_as_it_was_typed(ahead, secretariat):
    typed = ahead.sittings.get(number=2)
    typed.begins_at = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)

    assert move(ahead, secretariat, date(2026, 4, 1), date(2026, 4, 1), sitting=typed).moved_sittings == 1

    assert [begins.hour for begins, _ends in moments(ahead) if begins] == [7, 12]


def test_sitting_is_not_put_on_another_day_than_those_of_its_meeting(ahead, secretariat):
    typed = ahead.sittings.get(number=2)
    typed.begins_at = datetime(2026, 3, 25, 23, 30, tzinfo=UTC)

    with pytest.raises(RuleBroken) as refused:
        move(ahead, secretariat, FIRST, LAST, sitting=typed)

    assert refused.value.field is None


def test_workbench_shows_and_reads_sittings_on_the_clock_of_their_meeting(client, ahead):
    client.force_login(person("secretariat_officer"))
    address = f"/admin/meetings/meeting/{ahead.pk}/change/"
    page = client.get(address)
    rows = next(one.formset for one in page.context["inline_admin_formsets"] if one.formset.prefix == "sittings")
    typed = form_of(page.context["adminform"].form) | {
        **{f"{prefix}-{name}": 0 for prefix in ("agenda", "delegations") for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
        **{field.html_name: field.value() or "" for field in rows.management_form},
        **{field.html_name: field.value() or "" for row in rows.forms for field in row},
        "sittings-2-begins_at": "2026-03-25T15:00",
    }

    answer = client.post(address, typed)

    assert answer.status_code == 302
    assert "2026-03-24T09:30" in page.content.decode()
    assert moments(ahead) == [MORNING, NEXT_DAY, (datetime(2026, 3, 25, 14, 0, tzinfo=UTC), None)]


def test_other_changes_are_saved_where_a_sitting_lay_outside_before(ahead, secretariat):
    ahead.sittings.filter(number=2).update(begins_at=datetime(2026, 5, 1, tzinfo=UTC))

    assert move(ahead, secretariat, FIRST, LAST, source="A letter").source == "A letter"


def test_change_of_zone_moves_no_sitting(ahead, secretariat):
    move(ahead, secretariat, FIRST, LAST, time_zone="Africa/Nairobi")

    assert moments(ahead) == [MORNING, NEXT_DAY, (None, None)]


def test_workbench_says_that_sittings_moved(client, ahead):
    client.force_login(person("secretariat_officer"))
    address = f"/admin/meetings/meeting/{ahead.pk}/change/"
    page = client.get(address)
    typed = form_of(page.context["adminform"].form) | {
        "begins_on": "2026-03-31",
        "ends_on": "2026-04-01",
        **{f"{prefix}-{name}": 0 for prefix in ("agenda", "delegations") for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
        **{f"sittings-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
    }

    saved = client.post(address, typed, follow=True)
    refused = client.post(address, {**typed, "seen_version": 2, "ends_on": "2026-03-31"})

    assert b"2 sittings moved with the days, at the same hour of the day." in saved.content
    assert b"its sittings move as many days" in page.content
    assert refused.context["adminform"].form.errors["ends_on"][0].startswith("Sitting 2 would not lie within")
    assert Meeting.objects.get(pk=ahead.pk).ends_on == date(2026, 4, 1)


def form_of(form):
    """What the browser would send of a form nobody changed."""
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in values.items() if value not in (None, "", [])}
