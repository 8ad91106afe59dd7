"""The calendar, as JSON and as iCalendar that programs subscribe to: what its reader may see, and off what is off."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.constraints import check_now
from meetings.services.meetings import conclude_meeting
from tests.factories.meetings import MeetingFactory, SilenceProcedureFactory
from tests.factories.parties import PartyFactory, participant, person
from tests.factories.reports import RoundFactory, opened_round
from tests.factories.reports_consolidated import chair, drafted

pytestmark = pytest.mark.django_db
CALENDAR = "/api/v1/calendar/"
DAYS = {"begins_on": date(2031, 5, 2), "ends_on": date(2031, 5, 3)}


def entries(client, **given):
    return {one["uid"]: one for one in client.get(CALENDAR, given).json()["entries"]}


def events(client, **given):
    answer = client.get(CALENDAR, {"format": "ics", **given})
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def test_meeting_stands_on_its_days(client):
    meeting = MeetingFactory(state="convened", title_fr="Réunion", city_en="Cairo", time_zone="Africa/Cairo", **DAYS)
    uid = f"{meeting.uuid}-meeting"

    told, event = entries(client)[uid], events(client)[uid]

    assert (told["begins_on"], told["ends_on"], told["at"]) == ("2031-05-02", "2031-05-03", None)
    assert (told["zone"], told["status"], told["place"]["en"]) == ("Africa/Cairo", "confirmed", "Cairo")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2031, 5, 2), date(2031, 5, 4))
    assert (str(event["LOCATION"]), str(event["URL"])) == ("Cairo", told["url"])
    assert str(events(client, language="fr")[uid]["SUMMARY"]) == "Réunion"


@pytest.mark.parametrize(
    ("state", "status"), [("convened", "CONFIRMED"), ("postponed", "CANCELLED"), ("cancelled", "CANCELLED")]
)
def test_meeting_that_is_off_is_cancelled_and_its_title_stays(state, status, client):
    meeting = MeetingFactory(state=state, convened_at=datetime(2026, 1, 1, tzinfo=UTC), **DAYS)

    event = events(client)[f"{meeting.uuid}-meeting"]

    assert (str(event["STATUS"]), str(event["SUMMARY"])) == (status, meeting.title_en)


def test_meeting_being_planned_is_tentative_and_for_staff_alone(client):
    uid = f"{MeetingFactory(state='planned', **DAYS).uuid}-meeting"

    before = uid in entries(client)
    client.force_login(person("secretariat_officer"))

    assert before is False
    assert str(events(client)[uid]["STATUS"]) == "TENTATIVE"


def test_moments_are_told_in_utc_with_the_zone_they_were_announced_in(client):
    opened = opened_round(PartyFactory())
    uid = f"{opened.uuid}-contributions-due"

    told, event = entries(client, language="fr")[uid], events(client)[uid]

    assert told["title"] == f"Contributions attendues\N{NO-BREAK SPACE}: {opened.title_fr or opened.title_en}"
    assert (told["at"], told["zone"]) == (opened.due_at.isoformat().replace("+00:00", "Z"), "Africa/Cairo")
    assert event["DTSTART"].to_ical().decode().endswith("Z")
    assert event.decoded("DTSTART") == opened.due_at


def test_what_changes_is_told_with_a_higher_number_and_its_moment(client):
    meeting = MeetingFactory(state="held", **DAYS)
    before = events(client)[f"{meeting.uuid}-meeting"]
    conclude_meeting(meeting, actor=chair(), version=meeting.version, now=datetime(2031, 6, 1, tzinfo=UTC))
    check_now("ledger_seal")

    after = events(client)[f"{meeting.uuid}-meeting"]

    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after.decoded("LAST-MODIFIED") == after.decoded("DTSTAMP") > before.decoded("DTSTAMP")


@pytest.mark.parametrize(("role", "is_told"), [(None, False), ("focal_point", True), ("secretariat_officer", True)])
def test_silence_that_runs_is_told_to_those_whom_it_concerns(role, is_told, client):
    window = {"begins_at": datetime(2031, 5, 1, tzinfo=UTC), "closes_at": datetime(2031, 5, 20, tzinfo=UTC)}
    silence = SilenceProcedureFactory(state="running", **window)
    if role:
        client.force_login(person(role))

    assert (f"{silence.uuid}-silence-closes" in entries(client)) is is_told


def test_round_and_report_in_preparation_are_for_staff_alone(client):
    hidden = {f"{RoundFactory().uuid}-contributions-due", f"{drafted().uuid}-comments-close"}
    client.force_login(person("focal_point"))

    assert hidden & set(entries(client)) == set()


def test_requests_are_those_of_the_readers_own_participant(client):
    opened_round(participant("EG"), PartyFactory())

    def asked():
        return [one for one in entries(client).values() if one["kind"] == "request_due"]

    assert asked() == []
    client.force_login(person("focal_point", participant("EG")))
    own = asked()
    client.force_login(person("secretariat_officer"))

    assert len(own) >= 1
    assert asked() == []


def test_copy_is_confirmed_while_nothing_in_it_changed(client):
    MeetingFactory(state="convened", **DAYS)
    tag = client.get(CALENDAR, {"format": "ics"})["ETag"]
    again = client.get(CALENDAR, {"format": "ics"}, headers={"if-none-match": tag})
    MeetingFactory(state="convened", **DAYS)

    assert (again.status_code, again.content) == (304, b"")
    assert client.get(CALENDAR, {"format": "ics"}, headers={"if-none-match": tag}).status_code == 200


def test_lines_are_folded_and_what_would_be_syntax_is_escaped(client):
    title = "Meeting; with, commas \\ and\nlines and very many words after it: " + "اجتماع كبار المسؤولين " * 9
    meeting = MeetingFactory(state="convened", title_en=title.strip()[:200], **DAYS)

    lines = client.get(CALENDAR, {"format": "ics"}).content.split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert str(events(client)[f"{meeting.uuid}-meeting"]["SUMMARY"]) == meeting.title_en


def test_number_of_queries_does_not_follow_from_the_number_of_entries(client):
    counts = set()
    for more in (1, 2, 97):
        for each in range(more):
            MeetingFactory(state="convened", **{name: day + timedelta(days=each) for name, day in DAYS.items()})
        with CaptureQueriesContext(connection) as captured:
            client.get(CALENDAR)
        counts.add(len(captured))

    assert len(counts) == 1


@pytest.mark.parametrize("given", [{"language": "de"}, {"format": "csv"}, {"begins_on": "2031-05-02"}])
def test_what_the_calendar_does_not_offer_is_refused_in_json(given, client):
    answer = client.get(CALENDAR, given)

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [*given]
