"""Who may take which step with a contribution in which state."""

import pytest

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry, subject_of
from notifications.models import Obligation
from reports.enums import ContributionState as S
from reports.models import Answer, Contribution
from reports.services.contributions import (
    declare_nothing_to_report,
    delete_draft,
    start_contribution,
    submit_contribution,
    undo_nothing_to_report,
    withdraw_contribution,
)
from reports.services.judging import mark_complete, reopen_contribution
from reports.services.terms import Terms, set_terms
from reports.workflow import CONTRIBUTION
from tests.factories.parties import NOW, actor, actor_as, appoint, participant, person
from tests.factories.reports import (
    CUTOFF,
    DUE,
    LATER,
    answered,
    completed,
    contribution_of,
    drafted,
    fresh,
    opened_round,
    submitted,
)

pytestmark = pytest.mark.django_db

PARTICIPANT_STEPS = {
    S.NOT_STARTED: ["start", "declare_nothing"],
    S.DRAFT: ["delete_draft", "submit", "declare_nothing"],
    S.SUBMITTED: ["reopen", "withdraw"],
    S.QUESTION_OPEN: ["answer", "withdraw"],
    S.COMPLETE: ["reopen", "withdraw"],
    S.NOTHING_TO_REPORT: ["undo_nothing", "reopen", "withdraw"],
    S.REOPENED: ["submit", "withdraw"],
    S.WITHDRAWN: ["reopen"],
}
STAFF_STEPS = {
    S.NOT_STARTED: ["register_letter"],
    S.SUBMITTED: ["ask", "complete", "reopen"],
    S.QUESTION_OPEN: ["ask", "settle"],
    S.COMPLETE: ["reopen"],
    S.NOTHING_TO_REPORT: ["reopen"],
}
WRITERS = ("contributor", "alternate", "service")
READERS = ("mission", "cabinet", "deactivated", "just_ended", "on_hold", "anonymous")
LOOKERS_ON = ("presidency_incoming", "presidency_outgoing", "reporting_officer")


@pytest.fixture
def focal_point(party):
    return actor("focal_point", party)


@pytest.fixture
def contribution(party):
    return contribution_of(party, opened_round(party))


def steps(who, party):
    """The steps open to somebody, state by state, where there are any."""
    found = {state: CONTRIBUTION.available(Contribution(party=party, state=state), who) for state in S.values}
    return {state: names for state, names in found.items() if names}


def test_focal_point_takes_the_steps_of_its_participant(party, focal_point):
    assert steps(focal_point, party) == PARTICIPANT_STEPS


def test_senior_official_agrees_and_takes_no_other_step(party):
    assert steps(actor("senior_official", party), party) == {S.DRAFT: ["agree"], S.REOPENED: ["agree"]}


@pytest.mark.parametrize("role", WRITERS)
def test_those_who_write_begin_but_never_send(role, party):
    assert steps(actor(role, party), party) == {S.NOT_STARTED: ["start"]}


@pytest.mark.parametrize("role", ["presidency_current", "secretariat_officer", "both_hats"])
def test_staff_ask_and_clear_what_was_received(role, party):
    assert steps(actor(role), party) == STAFF_STEPS


@pytest.mark.parametrize("role", [*READERS, *LOOKERS_ON])
def test_others_take_no_step(role, party):
    assert steps(actor(role, party), party) == {}


def test_focal_point_of_another_participant_takes_no_step(party):
    assert steps(actor("focal_point"), party) == {}


def test_nobody_clears_the_contribution_of_a_participant_they_also_write_for():
    user, france = person("both_hats"), participant("FR")
    sent = submitted(france, opened_round(france))

    with pytest.raises(NotAllowed):
        mark_complete(sent, actor=actor_as(user, "presidency"), version=sent.version, now=LATER)


def test_reporting_officer_of_the_secretariats_host_does_not_clear_its_own_contribution():
    icmpd = participant("ICMPD")
    user = person("secretariat_officer")
    sent = submitted(icmpd, opened_round(icmpd))
    assert CONTRIBUTION.available(sent, actor_as(user, "secretariat")) == ["ask", "complete", "reopen"]

    appoint("contributor", icmpd, user=user)

    assert CONTRIBUTION.available(sent, actor_as(user, "secretariat")) == []


def test_submission_gives_a_receipt_closes_the_request_and_is_recorded(party, focal_point, contribution):
    sent = submitted(party, contribution.round, by=focal_point)

    assert (sent.state, sent.submitted_at, sent.is_after_due) == (S.SUBMITTED, LATER, False)
    assert sent.receipt_number == f"{sent.round.code}/{party.code}/1"
    assert Obligation.objects.get(kind="contribution.due", subject_uuid=sent.uuid).close_reason == "received"
    entry = LedgerEntry.objects.get(subject=subject_of(sent), kind="contribution.submitted")
    assert entry.audience == f"unit+staff:{party.pk}"
    assert entry.facts["sha256"] == sent.snapshots.get().sha256


def test_typing_writes_no_ledger_entry(party, contribution):
    begun = drafted(party, contribution.round)

    answered(begun, summary="Something.")

    kinds = LedgerEntry.objects.filter(subject=subject_of(begun)).values_list("kind", flat=True)
    assert list(kinds) == ["contribution.started"]


def test_required_questions_stand_in_the_way_of_submission(party, focal_point, contribution):
    begun = drafted(party, contribution.round, by=focal_point)

    with pytest.raises(RuleBroken) as refused:
        submit_contribution(begun, actor=focal_point, version=begun.version, now=LATER)

    assert refused.value.field.startswith("q-")
    assert fresh(begun).state == S.DRAFT


@pytest.mark.parametrize(("moment", "after"), [(DUE, False), (DUE.replace(day=12), True)])
def test_what_comes_after_the_date_is_received_and_marked_so(moment, after, party, contribution):
    sent = submitted(party, contribution.round, now=moment)

    assert sent.is_after_due is after


def test_an_agreed_extension_is_the_participants_date(party, contribution):
    contribution.round.addressees.filter(party=party).update(extension_until=CUTOFF)

    sent = submitted(party, contribution.round, now=DUE.replace(day=20))

    assert sent.is_after_due is False


def test_draft_is_deleted_by_its_participant_with_every_word(party, focal_point, contribution):
    begun = answered(drafted(party, contribution.round), summary="Not for others.")

    deleted = delete_draft(begun, actor=focal_point, version=begun.version, now=LATER)

    assert deleted.state == S.NOT_STARTED
    assert not Answer.objects.filter(contribution=deleted).exists()


def test_nothing_to_report_is_undone_until_the_cutoff(focal_point, contribution):
    declared = declare_nothing_to_report(contribution, actor=focal_point, version=1, now=LATER)

    with pytest.raises(IllegalTransition):
        undo_nothing_to_report(declared, actor=focal_point, version=2, now=CUTOFF.replace(day=2))
    undone = undo_nothing_to_report(declared, actor=focal_point, version=2, now=CUTOFF)

    assert (undone.state, undone.submitted_at) == (S.DRAFT, None)
    assert Obligation.objects.open().filter(kind="contribution.due", subject_uuid=undone.uuid).exists()


def test_nothing_to_report_freezes_what_was_declared(focal_point, contribution):
    declared = declare_nothing_to_report(contribution, actor=focal_point, version=1, now=LATER)

    assert declared.snapshots.get().content["nothing_to_report"] is True


def test_reopening_and_withdrawing_need_a_reason(party, focal_point, contribution):
    sent = submitted(party, contribution.round)

    for service in (reopen_contribution, withdraw_contribution):
        with pytest.raises(RuleBroken) as refused:
            service(sent, actor=focal_point, version=sent.version, now=LATER, reason="  ")
        assert refused.value.field == "reason"


def test_what_was_withdrawn_is_not_counted_and_is_awaited_again_once_reopened(party, focal_point, contribution):
    sent = submitted(party, contribution.round)

    withdrawn = withdraw_contribution(sent, actor=focal_point, version=sent.version, now=LATER, reason="A wrong table.")
    assert not Contribution.objects.counted().filter(pk=sent.pk).exists()
    again = reopen_contribution(withdrawn, actor=focal_point, version=withdrawn.version, now=LATER, reason="Corrected.")

    assert (again.state, again.submitted_at) == (S.REOPENED, None)
    assert Obligation.objects.open().filter(kind="contribution.due", subject_uuid=again.uuid).exists()


def test_complete_contribution_is_reopened_by_staff_and_sent_again_as_the_next_number(party, focal_point, contribution):
    done = completed(party, contribution.round)

    again = reopen_contribution(done, actor=actor("secretariat_officer"), version=done.version, now=LATER, reason="?")
    written = answered(again, by=focal_point, summary="Now with figures.")
    sent = submit_contribution(written, actor=focal_point, version=written.version, now=LATER)

    assert [snapshot.number for snapshot in sent.snapshots.all()] == [1, 2]
    assert (sent.submitted_at, sent.receipt_number) == (LATER, f"{sent.round.code}/{party.code}/2")


def test_stale_version_is_refused_before_edge_and_right(party, contribution):
    with pytest.raises(StaleVersion):
        start_contribution(contribution, actor=actor("anonymous"), version=7, now=NOW)


def test_terms_are_chosen_per_section_by_the_submitting_office(party, focal_point, contribution):
    sent = submitted(party, contribution.round)
    section = sent.round.state_template.sections.get(code="general")

    with pytest.raises(NotAllowed):
        set_terms(sent, actor=actor("contributor", party), version=sent.version, terms={})
    set_terms(sent, actor=focal_point, version=sent.version, terms={section.uuid: Terms("participants", "unnamed")})

    chosen = sent.terms.get()
    assert (chosen.section, chosen.visibility, chosen.use) == (section, "participants", "unnamed")


def test_unknown_terms_are_refused(party, focal_point, contribution):
    sent = submitted(party, contribution.round)
    section = sent.round.state_template.sections.get(code="general")

    with pytest.raises(RuleBroken):
        set_terms(sent, actor=focal_point, version=sent.version, terms={section.uuid: Terms("everybody", "unnamed")})
