"""Silence procedures: nothing is adopted by the clock, either note breaks silence, and only the Chair declares."""

from datetime import timedelta

import pytest

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from meetings.models import SilenceProcedure
from meetings.selectors import standing
from meetings.selectors.asked import SILENCE_DECLARATION
from meetings.services import silence
from meetings.workflow import SILENCE
from notifications.models import Obligation
from notifications.selectors import drift
from parties.models import Participation, Party
from tests.factories.documents import issue
from tests.factories.meetings import DecisionFactory, MeetingFactory, SilenceProcedureFactory, kind
from tests.factories.parties import NOW, AuthorityFactory, actor, appoint, participant, person
from tests.roles import who_may

pytestmark = pytest.mark.django_db
END = NOW + timedelta(days=10)
AFTER = END + timedelta(hours=1)


@pytest.fixture
def chair():
    return actor("presidency_current")


@pytest.fixture
def prepared():
    procedure = SilenceProcedureFactory()
    for language in ("en", "fr", "ar"):
        issue(procedure.document, language=language)
    return procedure


@pytest.fixture
def running(prepared, chair):
    return silence.begin_silence(prepared, actor=chair, version=1, now=NOW, closes_at=END, closes_zone="Africa/Cairo")


@pytest.fixture
def closed(running, chair):
    return silence.close_silence(running, actor=chair, version=2, now=AFTER)


def note(procedure, by, *, at=NOW + timedelta(days=1), entered=None, **given):
    values = {"party": Party.objects.get(code="KE"), "kind": "objection", "letter_number": "NV/7", "language": "en"}
    now = entered or max(at, NOW + timedelta(days=1))
    return silence.enter_break(procedure, actor=by, version=None, now=now, received_at=at, **{**values, **given})


def declaration():
    return Obligation.objects.get(kind=SILENCE_DECLARATION)


def test_procedure_cites_a_decision_of_senior_officials_that_met(chair):
    for meeting in (MeetingFactory(state="held", kind=kind("ministerial")), MeetingFactory(state="convened")):
        procedure = SilenceProcedureFactory.build(
            authorised_by=DecisionFactory(meeting=meeting), document=SilenceProcedureFactory().document
        )
        with pytest.raises(RuleBroken) as refused:
            silence.save_silence(procedure, actor=chair, version=None, creating=True)
        assert refused.value.field == "authorised_by"


def test_silence_begins_when_the_last_required_language_is_out(chair):
    procedure = SilenceProcedureFactory(required_languages=["en", "fr"])
    issue(procedure.document, language="en")
    with pytest.raises(RuleBroken, match="not out yet in: French"):
        silence.begin_silence(procedure, actor=chair, version=1, now=NOW, closes_at=END)

    issue(procedure.document, language="fr")
    begun = silence.begin_silence(procedure, actor=chair, version=1, now=NOW, closes_at=END)

    assert (begun.state, begun.begins_at, begun.closes_at) == ("running", NOW, END)


def test_who_is_asked_is_fixed_with_who_is_vacant_and_who_is_on_hold(prepared, chair):
    Participation.objects.filter(body=kind("som").body, party__code="SE").update(counts_in_silence=False)
    appoint("focal_point", participant("KE"))
    for _each in range(2):
        AuthorityFactory(party=participant("UG"), state="on_hold")

    begun = silence.begin_silence(prepared, actor=chair, version=1, now=NOW, closes_at=END)

    reach = dict(begun.addressees.values_list("party__code", "reach"))
    assert "SE" not in reach
    assert (reach["KE"], reach["UG"], reach["DJ"]) == ("reached", "on_hold", "vacant")


def test_who_is_asked_goes_by_the_day_it_is_where_the_end_is_announced(prepared, chair):
    Participation.objects.filter(body=kind("som").body, party__code="SE").update(begins_on=NOW.date() + timedelta(1))
    late = NOW.replace(hour=22)

    begun = silence.begin_silence(
        prepared, actor=chair, version=1, now=late, closes_at=END, closes_zone="Africa/Nairobi"
    )

    assert begun.addressees.filter(party__code="SE").exists()


def test_end_must_be_ahead(prepared, chair):
    with pytest.raises(RuleBroken) as refused:
        silence.begin_silence(prepared, actor=chair, version=1, now=NOW, closes_at=NOW)

    assert refused.value.field == "closes_at"


@pytest.mark.parametrize("how", ["objection", "amendment"])
def test_objection_and_amendment_alike_break_silence(running, chair, how):
    broken = note(running, chair, kind=how)

    assert broken.state == "broken"
    assert declaration().close_reason == "broken"
    with pytest.raises(IllegalTransition):
        silence.declare_concluded(broken, actor=chair, version=None, now=AFTER, letter_number="L/1")


def test_note_counts_when_it_was_received_not_when_it_is_entered(closed, chair):
    assert note(closed, chair, at=END - timedelta(minutes=1), entered=AFTER).state == "broken"


def test_note_received_after_the_end_is_kept_and_breaks_nothing(closed, chair):
    kept = note(closed, chair, at=END + timedelta(minutes=1), entered=AFTER)

    seen = standing(kept, "en")
    assert (kept.state, len(seen.in_time), len(seen.afterwards)) == ("closed", 0, 1)


@pytest.mark.parametrize("at", [NOW - timedelta(minutes=1), AFTER + timedelta(days=1)])
def test_note_from_before_the_beginning_or_still_ahead_is_refused(closed, chair, at):
    with pytest.raises(RuleBroken) as refused:
        note(closed, chair, at=at, entered=AFTER)

    assert refused.value.field == "received_at"


def test_further_notes_are_entered_after_silence_is_broken(running, chair):
    note(running, chair)

    again = note(running, chair, party=Party.objects.get(code="DE"))

    assert (again.state, again.breaks.count()) == ("broken", 2)


def test_clock_closes_the_window_and_adopts_nothing(running):
    assert silence.close_due(END - timedelta(seconds=1)) == 0
    assert silence.close_due(END) == 1
    assert silence.close_due(END) == 0

    running.refresh_from_db()
    assert (running.state, running.declared_at) == ("closed", None)
    assert declaration().closed_at is None


def test_window_is_not_closed_before_its_end(running, chair):
    with pytest.raises(RuleBroken):
        silence.close_silence(running, actor=chair, version=2, now=END - timedelta(seconds=1))


def test_chair_declares_by_letter_and_the_request_is_closed(closed, chair):
    with pytest.raises(RuleBroken):
        silence.declare_concluded(closed, actor=chair, version=3, now=AFTER, letter_number=" ")

    declared = silence.declare_concluded(closed, actor=chair, version=3, now=AFTER, letter_number="FR/12")

    assert (declared.state, declared.declared_at, declared.letter_number) == ("declared_concluded", AFTER, "FR/12")
    assert declaration().close_reason == "declared_concluded"
    assert LedgerEntry.objects.filter(kind="silence.declared_concluded").count() == 1


def test_nobody_declares_in_the_chairs_place(everybody, closed):
    def declare(who):
        return silence.declare_concluded(closed, actor=who, version=3, now=AFTER, letter_number="L/1")

    assert who_may(declare, everybody) == {"presidency_current", "both_hats"}


def test_outgoing_presidency_finishes_what_it_began(closed):
    outgoing = actor("presidency_outgoing")
    SilenceProcedure.objects.filter(pk=closed.pk).update(term=outgoing.worn[0].term_id)

    declared = silence.declare_concluded(closed, actor=outgoing, version=3, now=AFTER, letter_number="EG/1")

    assert declared.state == "declared_concluded"


def test_reach_is_corrected_before_the_declaration(closed, chair):
    silence.correct_reach(closed, actor=chair, version=3, now=AFTER, party=participant("DJ"), reach="bounced")

    assert "DJ" in [row.party.code for row in standing(closed, "en").not_reached if row.reach == "bounced"]


@pytest.mark.parametrize("state", ["preparing", "running", "closed"])
def test_procedure_is_withdrawn_until_its_outcome_stands(state, request, chair):
    procedure = request.getfixturevalue({"preparing": "prepared"}.get(state, state))

    withdrawn = silence.withdraw_silence(procedure, actor=chair, version=None, now=AFTER)

    assert withdrawn.state == "withdrawn"
    assert not Obligation.objects.open().filter(kind=SILENCE_DECLARATION).exists()


def test_outcome_is_reported_to_the_next_meeting_once(closed, chair):
    declared = silence.declare_concluded(closed, actor=chair, version=3, now=AFTER, letter_number="L/1")
    meeting = MeetingFactory(state="held")

    reported = silence.report_silence(declared, actor=chair, version=4, now=AFTER, meeting=meeting)

    assert reported.reported_to == meeting
    with pytest.raises(NotAllowed):
        silence.report_silence(reported, actor=chair, version=5, now=AFTER, meeting=meeting)


def test_older_page_is_refused(running, chair):
    with pytest.raises(StaleVersion):
        silence.close_silence(running, actor=chair, version=1, now=AFTER)


def test_requests_and_procedures_agree(running, closed):
    assert list(drift()) == []


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("preparing", ["begin", "withdraw"]),
        ("running", ["close", "break_silence", "withdraw"]),
        ("closed", ["break_silence", "declare", "withdraw"]),
        ("declared_concluded", []),
        ("broken", []),
        ("withdrawn", []),
    ],
)
def test_steps_of_the_chair_by_state(state, steps, chair):
    assert SILENCE.available(SilenceProcedureFactory.build(state=state), chair) == steps


def test_database_refuses_an_edge_that_no_step_takes(closed):
    with pytest.raises(IllegalTransition):
        SilenceProcedure.objects.filter(pk=closed.pk).update(state="running")


def test_only_what_was_declared_is_public_and_only_what_began_is_the_participants(running):
    def sees(role):
        return running in SilenceProcedure.objects.visible_to(actor(role))

    assert (sees("secretariat_officer"), sees("focal_point"), sees("anonymous")) == (True, True, False)


def test_staff_walk_a_procedure_in_the_workbench(client, prepared):
    client.force_login(person("presidency_current"))
    base = f"/admin/meetings/silenceprocedure/{prepared.pk}/"
    typed = {"seen_version": 1, "closes_zone": "Africa/Cairo"}

    refused = client.post(f"{base}step/begin/", typed | {"closes_at": "2020-01-01T10:00", "closes_zone": "Nowhere"})
    begun = client.post(f"{base}step/begin/", typed | {"closes_at": "2099-01-01T10:00"})

    assert (refused.status_code, begun.status_code) == (400, 302)
    page = client.get(f"{base}change/").content.decode()
    assert "No objection recorded." in page
    assert "10:00 (Cairo)" in page
    assert "Never reached" in page
    prepared.refresh_from_db()
    assert prepared.closes_at.hour == 8
