"""Whatever falls due is asked: opened, moved and closed with the change it follows from, and held against the truth."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.urls import reverse

from actionplan.services.activities import complete_activity, reschedule_activity
from actionplan.services.measures import reach_milestone
from documents.services import classify, plan_release
from foundation.outbox.models import Message
from meetings.models import Delegation
from meetings.services import silence
from meetings.services.decisions import save_follow_up
from meetings.services.delegations import invite_delegations, nominate_delegation, query_delegation, save_delegation
from meetings.services.follow_ups import carry_over_follow_up, finish_follow_up
from meetings.services.meetings import cancel_meeting, convene_meeting, hold_meeting, record_handover, save_meeting
from notifications.models import Ladder, Notice, Obligation
from notifications.registry import kinds_that_are_owned
from notifications.services.sweep import sweep
from parties.services import confirm_mandate, confirm_own_mandate, end_mandate, give_mandate, put_on_hold, save_party
from reports.models import HandedSection, Query, Round
from reports.services.clearances import record_clearance
from reports.services.comments import withdraw_comment
from reports.services.consolidated import close_comments, table
from reports.services.rounds import close_to_contributions, save_round
from reports.services.transmission_and_review import record_review
from tests.factories.actionplan import ActivityFactory, MilestoneFactory
from tests.factories.documents import DocumentFactory, issue
from tests.factories.meetings import FollowUpFactory, MeetingFactory, SilenceProcedureFactory
from tests.factories.notifications import untrue
from tests.factories.parties import (
    AuthorityFactory,
    MandateFactory,
    PartyFactory,
    actor,
    actor_as,
    designated_term,
    participant,
    person,
)
from tests.factories.reports import drafted as begun
from tests.factories.reports import handed_section, opened_round, questioned
from tests.factories.reports_comments import UNTIL, circulated, commented
from tests.factories.reports_consolidated import (
    NOW,
    act,
    chair,
    circulated_again,
    drafted,
    endorsed,
    ministers,
    senior_officials,
    sent,
)

pytestmark = pytest.mark.django_db


def asked(kind: str) -> dict[str, datetime]:
    """Of whom this is asked, and until when."""
    rows = Obligation.objects.open().filter(kind=kind).select_related("party")
    return {row.party.code if row.party else "staff": row.due_at for row in rows}


def test_a_draft_report_is_commented_until_its_window_closes():
    report = circulated()
    everybody = {"EG": UNTIL, "FR": UNTIL, "staff": UNTIL}
    assert asked("report.comments") == everybody

    comment = commented(report, participant("EG"))
    assert asked("report.comments") == {"FR": UNTIL, "staff": UNTIL}
    withdraw_comment(comment, actor=actor("focal_point", participant("EG")), version=comment.version, now=NOW)
    assert asked("report.comments") == everybody

    report.refresh_from_db()
    report = close_comments(report, actor=chair(), version=None, now=NOW)
    assert asked("report.comments") == {}
    table(report, actor=chair(), version=None, now=NOW)
    assert set(asked("report.endorsement")) == {"staff"}
    assert untrue() == []


def test_nobody_comments_for_a_participant_whose_representation_comes_on_hold():
    circulated()
    both = [AuthorityFactory(party=participant("EG")) for _each in range(2)]

    put_on_hold(both[0], actor=chair(), version=1, now=NOW, decision="Note of 1 March")

    assert set(asked("report.comments")) == {"FR", "staff"}
    assert untrue() == []


def test_whoever_is_invited_late_reads_the_endorsed_report_too():
    by = chair()
    meeting = ministers("convened", begins_on=date(2026, 5, 20), ends_on=date(2026, 5, 21))
    first, late = (Delegation(meeting=meeting, party=participant(code)) for code in ("EG", "KE"))
    save_delegation(first, actor=by, version=None, creating=True)
    sent(endorsed(by=by), by=by, meeting=meeting)

    save_delegation(late, actor=by, version=None, creating=True)

    assert set(asked("report.review")) == {"EG", "KE", "staff"}
    assert untrue() == []


def test_the_endorsed_report_is_read_before_ministers_meet_and_what_they_did_is_recorded():
    by = chair()
    meeting = ministers("convened", begins_on=date(2026, 5, 20), ends_on=date(2026, 5, 21), time_zone="Africa/Cairo")
    for code in ("EG", "KE"):
        Delegation.objects.create(meeting=meeting, party=participant(code))

    report = sent(endorsed(by=by), by=by, meeting=meeting)

    opens, ends = datetime(2026, 5, 20, 6, tzinfo=UTC), datetime(2026, 5, 21, 20, 59, tzinfo=UTC)
    assert asked("report.endorsement") == {}
    assert asked("report.review") == {"EG": opens, "KE": opens, "staff": ends}

    meeting.begins_on, meeting.ends_on = date(2026, 6, 3), date(2026, 6, 4)
    save_meeting(meeting, actor=by, version=meeting.version, creating=False)
    assert asked("report.review")["EG"] == opens + timedelta(days=14)

    later = ends + timedelta(days=14)
    meeting = hold_meeting(meeting, actor=actor("presidency_current", now=later), version=None, now=later)
    what = act("reviewed", meeting, decided_on=date(2026, 6, 3))
    record_review(report, act=what, actor=by, version=None, now=later)
    assert asked("report.review") == {}
    assert untrue() == []


def test_the_window_for_recording_an_endorsement_moves_with_the_meeting_that_is_foreseen():
    som = senior_officials("convened", begins_on=date(2026, 6, 29))
    report = circulated()
    report.round.som = som
    report.round.save(update_fields=["som"])
    table(close_comments(report, actor=chair(), version=None, now=NOW), actor=chair(), version=None, now=NOW)
    assert asked("report.endorsement") == {"staff": datetime(2026, 6, 30, 21, 59, tzinfo=UTC)}

    som.ends_on = date(2026, 7, 1)
    save_meeting(som, actor=chair(), version=som.version, creating=False)

    assert asked("report.endorsement") == {"staff": datetime(2026, 7, 1, 21, 59, tzinfo=UTC)}


def test_the_window_for_recording_an_endorsement_follows_its_round_to_another_meeting():
    by, egypt = chair(), participant("EG")
    soms = [senior_officials("convened", begins_on=day, ends_on=day) for day in (date(2026, 6, 29), date(2026, 7, 6))]
    round_ = opened_round(egypt, som=soms[0])
    round_ = close_to_contributions(round_, actor=by, version=round_.version, now=NOW)
    circulated_again(drafted(by=by, round_=round_), by=by)
    assert asked("report.endorsement") == {"staff": datetime(2026, 6, 29, 21, 59, tzinfo=UTC)}

    round_.som = soms[1]
    save_round(round_, actor=by, version=round_.version, creating=False)

    assert asked("report.endorsement") == {"staff": datetime(2026, 7, 6, 21, 59, tzinfo=UTC)}
    assert untrue() == []


def test_whoever_must_confirm_an_endorsement_is_asked_until_its_day():
    endorsed("endorsed_ad_referendum")

    assert set(asked("report.confirmation")) == {"EG", "KE"}
    assert untrue() == []


def test_delegations_are_named_six_weeks_before_and_again_after_a_question():
    by = actor("secretariat_officer")
    meeting = MeetingFactory(begins_on=date(2026, 6, 29), ends_on=date(2026, 6, 30), hands_over=designated_term())
    invited = invite_delegations(meeting, actor=by, version=meeting.version, now=by.now)
    assert asked("meeting.nomination") == {}

    meeting.refresh_from_db()
    convene_meeting(meeting, actor=by, version=meeting.version, now=by.now)
    assert set(asked("meeting.nomination").values()) == {datetime(2026, 5, 18, 21, 59, tzinfo=UTC)}
    assert asked("presidency.handover") == {"staff": datetime(2026, 6, 30, 21, 59, tzinfo=UTC)}

    one, party = invited[0], invited[0].party.code
    one = nominate_delegation(one, actor=by, version=one.version, now=by.now, head="A head", letter_number="NV/1")
    assert party not in asked("meeting.nomination")
    query_delegation(one, actor=by, version=one.version, now=by.now, question="Which seat?")
    assert party in asked("meeting.nomination")

    meeting.refresh_from_db()
    cancel_meeting(meeting, actor=by, version=meeting.version, now=by.now)
    assert asked("meeting.nomination") == asked("presidency.handover") == {}
    assert untrue() == []


def test_a_handover_waits_for_staff_until_it_is_recorded():
    by = actor("presidency_current")
    meeting = MeetingFactory(state="held", hands_over=designated_term())
    save_meeting(meeting, actor=by, version=meeting.version, creating=False)
    assert set(asked("presidency.handover")) == {"staff"}

    record_handover(meeting, actor=by, version=None, now=by.now)

    assert asked("presidency.handover") == {}


def test_a_follow_up_is_asked_of_its_owner_until_it_is_done_or_carried_over():
    by = actor("secretariat_officer")
    owner = PartyFactory(time_zone="Africa/Nairobi")
    first, second = FollowUpFactory.build_batch(2, due_on=date(2026, 9, 1), owner=owner)
    for one in (first, second):
        one.decision = FollowUpFactory().decision
        save_follow_up(one, actor=by, version=None, creating=True)
    assert asked("followup.due") == {owner.code: datetime(2026, 9, 1, 20, 59, tzinfo=UTC)}

    finish_follow_up(first, actor=by, version=first.version, now=by.now)
    later = MeetingFactory(state="held", begins_on=date(2026, 2, 28), ends_on=None)
    carried = carry_over_follow_up(
        second, meeting=later, actor=by, version=second.version, now=by.now, due_on=date(2026, 12, 1)
    )
    assert asked("followup.due") == {owner.code: datetime(2026, 12, 1, 20, 59, tzinfo=UTC)}
    finish_follow_up(carried, actor=by, version=carried.version, now=by.now)
    assert asked("followup.due") == {}
    assert untrue() == []


def test_participants_under_silence_are_asked_until_the_window_closes():
    by = actor("presidency_current")
    procedure = SilenceProcedureFactory()
    for language in ("en", "fr", "ar"):
        issue(procedure.document, language=language)
    ends = by.now + timedelta(days=10)
    running = silence.begin_silence(procedure, actor=by, version=1, now=by.now, closes_at=ends, closes_zone="UTC")
    assert len(asked("silence.window")) > 30
    assert set(asked("silence.window").values()) == {ends}

    silence.close_silence(running, actor=by, version=running.version, now=ends)

    assert asked("silence.window") == {}
    assert untrue() == []


def test_activities_and_milestones_are_asked_of_their_lead_and_of_nobody_where_they_are_illustrative():
    by = actor("secretariat_officer")
    lead = PartyFactory(time_zone="Africa/Cairo")
    activity = ActivityFactory(lead=lead, ends_on=date(2026, 10, 1), state="ongoing")
    milestone = MilestoneFactory(activity=activity, due_on=date(2026, 8, 1))
    MilestoneFactory(activity=ActivityFactory(lead=lead, ends_on=date(2026, 10, 1), is_illustrative=True))
    with pytest.raises(CommandError):
        call_command("reconcile_obligations")
    call_command("reconcile_obligations", align=True)
    assert asked("activity.due") == {lead.code: datetime(2026, 10, 1, 20, 59, tzinfo=UTC)}
    assert asked("milestone.due") == {lead.code: datetime(2026, 8, 1, 20, 59, tzinfo=UTC)}

    reach_milestone(milestone, actor=by, version=activity.version, now=by.now, reached_on=date(2026, 2, 1))
    activity.refresh_from_db()
    moved = reschedule_activity(activity, actor=by, version=activity.version, now=by.now, ends_on=date(2026, 11, 1))
    assert asked("milestone.due") == {}
    assert asked("activity.due") == {lead.code: datetime(2026, 11, 1, 21, 59, tzinfo=UTC)}
    complete_activity(moved, actor=by, version=moved.version, now=by.now)
    assert asked("activity.due") == {}
    assert untrue() == []


def test_what_is_open_to_a_participant_goes_by_its_new_clock_in_the_act_that_changes_it():
    by, lead, other = actor("secretariat_officer"), PartyFactory(time_zone="Africa/Cairo"), PartyFactory()
    for party in (lead, other):
        ActivityFactory(lead=party, ends_on=date(2026, 10, 1), state="ongoing")
        FollowUpFactory(owner=party, due_on=date(2026, 9, 1))
    call_command("reconcile_obligations", align=True)
    others = Obligation.objects.get(kind="followup.due", party=other)

    lead.time_zone = "Atlantic/Azores"
    moved = save_party(lead, actor=by, version=1, creating=False)

    assert moved.moved_requests == 2
    assert asked("followup.due")[lead.code] == datetime(2026, 9, 1, 23, 59, tzinfo=UTC)
    assert asked("activity.due")[lead.code] == datetime(2026, 10, 1, 23, 59, tzinfo=UTC)
    assert Obligation.objects.get(pk=others.pk).due_at == others.due_at
    assert untrue() == []


def test_page_of_a_participant_says_how_much_of_what_is_open_goes_by_the_new_time_zone(client):
    client.force_login(person("secretariat_officer"))
    party = PartyFactory(time_zone="Africa/Cairo")
    FollowUpFactory(owner=party, due_on=date(2026, 9, 1))
    call_command("reconcile_obligations", align=True)
    page = reverse("admin:parties_party_change", args=[party.pk])
    typed = {"code": party.code, "kind": "state", "region": "africa", "name_en": "Zed", "time_zone": "Africa/Lagos"}

    moved = client.post(page, {**typed, "seen_version": 1}, follow=True)
    again = client.post(page, {**typed, "seen_version": 2}, follow=True)

    assert "1 open request goes by the new time zone" in moved.content.decode()
    assert "new time zone" not in again.content.decode()


def test_whoever_submits_confirms_once_a_year_alone_or_through_staff_by_letter():
    by = actor("secretariat_officer")
    mandate = give_mandate(
        MandateFactory.build(user=MandateFactory().user, party=PartyFactory(), confirmed_on=None), actor=by
    )
    code = mandate.party.code
    assert asked("mandate.confirmation")[code] == datetime(2026, 1, 1, 23, 59, tzinfo=UTC)

    holder = actor_as(mandate.user, "participant")
    confirmed = confirm_own_mandate(mandate, actor=holder, version=mandate.version, now=holder.now)
    assert asked("mandate.confirmation")[code] == datetime(2027, 3, 2, 23, 59, tzinfo=UTC)
    again = confirm_own_mandate(confirmed, actor=holder, version=confirmed.version, now=holder.now)
    assert again.version == confirmed.version

    day = date(2026, 2, 1)
    by_letter = confirm_mandate(again, actor=by, version=again.version, now=by.now, confirmed_on=day)
    assert asked("mandate.confirmation")[code] == datetime(2027, 2, 1, 23, 59, tzinfo=UTC)
    end_mandate(by_letter, actor=by, version=by_letter.version, now=by.now)
    assert code not in asked("mandate.confirmation")


def test_a_draft_is_cleared_a_week_before_its_date_and_nobody_outside_learns_of_it():
    party = PartyFactory()
    round_ = opened_round(party)
    contribution = begun(party, round_)
    assert asked("contribution.clearance") == {party.code: round_.due_at - timedelta(days=7)}
    staff = actor("secretariat_officer")
    assert not Obligation.objects.visible_to(staff).filter(kind="contribution.clearance").exists()
    sweep(now=datetime(2026, 5, 4, 10, tzinfo=UTC))
    assert Notice.objects.filter(obligation__kind="contribution.clearance", recipient__mandate__party=party).exists()
    assert not Notice.objects.visible_to(staff).filter(obligation__kind="contribution.clearance").exists()
    internal = Message.objects.filter(notice__obligation__kind="contribution.clearance")
    assert internal.exists()
    assert not Message.objects.visible_to(staff).filter(pk__in=internal).exists()

    by = actor("focal_point", party)
    record_clearance(
        contribution,
        actor=by,
        version=contribution.version,
        now=by.now,
        cleared_by="The minister",
        cleared_on=date(2026, 3, 1),
        answers_version="0123456789ab",
    )

    assert asked("contribution.clearance") == {}


def test_a_work_with_a_day_waits_for_staff_until_it_is_out():
    by = actor("secretariat_officer")
    work = DocumentFactory(classification="staff")
    plan = {"release_on": date(2026, 9, 1), "actor": by, "now": by.now}
    planned = plan_release(work, version=work.version, **plan)
    assert asked("document.release") == {"staff": datetime(2026, 9, 1, 23, 59, tzinfo=UTC)}

    classify(planned, classification="participants", actor=by, version=planned.version, now=by.now)

    assert asked("document.release") == {}
    assert untrue() == []


def test_every_kind_has_its_ladder_unless_it_is_asked_of_staff_alone():
    of_staff = {"report.endorsement", "presidency.handover", "document.release", "silence.declaration"}

    assert set(kinds_that_are_owned()) - of_staff <= set(Ladder.objects.values_list("kind", flat=True))


def test_a_contribution_that_is_asked_for_another_date_than_was_agreed_is_found():
    opened_round(first := PartyFactory(), PartyFactory())
    assert untrue() == []

    rows = Obligation.objects.filter(kind="contribution.due", party=first)
    rows.update(due_at=F("due_at") + timedelta(days=1))

    assert untrue() == [("other_date", "contribution.due", rows.get().subject_uuid)]


def everything_of_contributions() -> None:
    """A section that is handed over in a draft, and a question to a contribution that was sent."""
    handed_section()
    questioned(second := PartyFactory(), opened_round(second))


def silence_that_runs() -> None:
    procedure = SilenceProcedureFactory()
    for language in ("en", "fr", "ar"):
        issue(procedure.document, language=language)
    by = actor("presidency_current")
    silence.begin_silence(procedure, actor=by, version=1, now=by.now, closes_at=by.now + timedelta(days=10))


@pytest.mark.parametrize(
    ("kind", "arrange"),
    [
        ("contribution.due", everything_of_contributions),
        ("contribution.question", everything_of_contributions),
        ("contribution.clearance", everything_of_contributions),
        ("section.handed", everything_of_contributions),
        ("silence.declaration", silence_that_runs),
        ("silence.window", silence_that_runs),
    ],
)
def test_whatever_is_wrong_with_a_request_is_found(kind, arrange):
    arrange()
    assert untrue() == []
    row = Obligation.objects.open().filter(kind=kind).first()
    standing = Obligation.objects.filter(pk=row.pk)

    def found() -> set[str]:
        return {one.problem for one in untrue() if (one.kind, one.subject_uuid) == (kind, row.subject_uuid)}

    standing.update(due_at=row.due_at + timedelta(days=1))
    assert found() == {"other_date"}
    standing.update(due_at=row.due_at, due_zone="Pacific/Apia")
    assert found() == {"other_date"}
    standing.update(due_zone=row.due_zone, waits_until=row.due_at)
    assert found() == {"other_date"}
    standing.update(waits_until=None, closed_at=row.opened_at, close_reason="done")
    assert found() == {"closed_too_early"}
    standing.update(closed_at=None, close_reason="")
    assert found() == set()
    row.pk, row.key, row.subject_uuid = None, f"{row.key} of nothing", uuid4()
    row.save()
    assert found() == {"left_open"}

    call_command("reconcile_obligations", align=True)
    assert untrue() == []


def test_what_is_asked_within_a_contribution_goes_by_the_dates_that_its_round_has_now():
    everything_of_contributions()
    by = actor("presidency_current")
    for round_ in Round.objects.filter(state="open"):
        round_.due_at, round_.cutoff_at = (each + timedelta(days=7) for each in (round_.due_at, round_.cutoff_at))
        save_round(round_, actor=by, version=round_.version, creating=False)

    assert untrue() == []
    question = Obligation.objects.open().get(kind="contribution.question")
    assert question.due_at == Query.objects.get(uuid=question.subject_uuid).contribution.round.cutoff_at
    section = Obligation.objects.open().get(kind="section.handed")
    assert section.due_at == HandedSection.objects.get(uuid=section.subject_uuid).contribution.round.due_at
