"""Who is invited follows from participation, who counts is fixed then, and nobody rejects a nomination."""

import pytest

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from meetings import services
from meetings.models import Delegate, Delegation
from parties.models import Participation
from tests.factories.meetings import DelegationFactory, MeetingFactory, presence_of
from tests.factories.parties import (
    NOW,
    AuthorityFactory,
    PartyFactory,
    actor,
    participant,
)
from tests.roles import who_may

pytestmark = pytest.mark.django_db
STAFF = {"presidency_current", "secretariat_officer", "both_hats"}


@pytest.fixture
def secretariat():
    return actor("secretariat_officer")


@pytest.fixture
def meeting():
    return MeetingFactory(state="convened")


def set_switch(code, **switches):
    Participation.objects.filter(party__code=code, body__code="senior_officials").update(**switches)


def contest(party):
    AuthorityFactory(party=party, state="on_hold")
    AuthorityFactory(party=party, state="on_hold")


def invite(meeting, who, version=1):
    return services.invite_delegations(meeting, actor=who, version=version, now=NOW)


def test_everybody_whose_participation_says_so_is_invited_once(meeting, secretariat):
    set_switch("TN", is_invited=False)
    set_switch("LY", counts_in_n=False)
    set_switch("KE", status="not_participating")
    set_switch("UG", status="guest")
    contest(participant("SO"))

    first = invite(meeting, secretariat)
    again = invite(meeting, secretariat, version=2)

    counted = dict(Delegation.objects.filter(meeting=meeting).values_list("party__code", "counts_in_n"))
    assert len(first) == 48 - 2
    assert again == []
    assert {"TN", "KE", "GB"} & set(counted) == set()
    assert (counted["EG"], counted["LY"], counted["UG"], counted["SO"]) == (True, False, False, False)
    assert Delegation.objects.get(meeting=meeting, party__code="UG").is_guest


def test_count_is_kept_when_a_switch_changes_later(meeting, secretariat):
    invite(meeting, secretariat)
    before = presence_of(meeting)

    set_switch("TN", counts_in_n=False)

    assert presence_of(meeting) == before == (0, 40, 0, 8)


def test_staff_alone_invite(everybody, meeting):
    assert who_may(lambda who: invite(meeting, who), everybody) == STAFF


@pytest.mark.parametrize(
    ("state", "incomplete", "possible"),
    [
        ("planned", False, True),
        ("held", False, False),
        ("concluded", False, False),
        ("concluded", True, True),
        ("cancelled", True, False),
    ],
)
def test_invitations_go_out_ahead_or_complete_an_old_record(state, incomplete, possible, secretariat):
    meeting = MeetingFactory(state=state, is_incomplete=incomplete)

    if possible:
        assert invite(meeting, secretariat)
    else:
        with pytest.raises(IllegalTransition):
            invite(meeting, secretariat)


def test_guest_is_invited_and_never_counted(meeting, secretariat):
    guest = Delegation(meeting=meeting, party=PartyFactory(), is_guest=True)

    services.save_delegation(guest, actor=secretariat, version=None, creating=True)

    assert not guest.counts_in_n


def nominate(delegation, who, **given):
    values = {"version": None, "now": NOW, "head": "Head", "letter_number": "NV/1", **given}
    return services.nominate_delegation(delegation, actor=who, **values)


def test_participant_names_its_delegation_and_staff_confirm_it(meeting, secretariat):
    party = PartyFactory()
    delegation = DelegationFactory(meeting=meeting, party=party)

    nominate(delegation, actor("focal_point", party), letter_number="")
    nominated = services.query_delegation(
        delegation, actor=secretariat, version=2, now=NOW, question="Is this still so?"
    )
    assert (nominated.state, nominated.question) == ("queried", "Is this still so?")
    nominate(delegation, actor("focal_point", party), head="Another head")
    confirmed = services.confirm_delegation(delegation, actor=secretariat, version=4, now=NOW)

    assert (confirmed.state, confirmed.question) == ("confirmed", "")
    heads = Delegate.objects.filter(delegation=delegation).values_list("full_name", "is_head")
    assert set(heads) == {("Head", False), ("Another head", True)}


@pytest.mark.parametrize("role", ["focal_point", "contributor", "anonymous", "presidency_outgoing"])
def test_nobody_names_the_delegation_of_another(role, meeting):
    with pytest.raises(NotAllowed):
        nominate(DelegationFactory(meeting=meeting), actor(role))


def test_staff_name_a_delegation_by_its_letter(meeting, secretariat):
    with pytest.raises(RuleBroken) as refused:
        nominate(DelegationFactory(meeting=meeting), secretariat, letter_number=" ")

    assert refused.value.field == "letter_number"


def test_nomination_is_sent_back_with_a_question_only(meeting, secretariat):
    delegation = DelegationFactory(meeting=meeting, state="nominated")

    with pytest.raises(RuleBroken) as refused:
        services.query_delegation(delegation, actor=secretariat, version=1, now=NOW, question="")

    assert refused.value.field == "question"


def test_meeting_that_was_called_off_takes_no_nominations(secretariat):
    with pytest.raises(RuleBroken):
        nominate(DelegationFactory(meeting=MeetingFactory(state="cancelled")), secretariat)


def test_delegation_excuses_itself(meeting):
    party = PartyFactory()
    delegation = DelegationFactory(meeting=meeting, party=party, state="confirmed")

    excused = services.excuse_delegation(delegation, actor=actor("focal_point", party), version=1, now=NOW)

    assert excused.state == "excused"


def test_contested_nomination_is_not_confirmed_and_not_counted_as_present(secretariat):
    delegation = DelegationFactory(meeting=MeetingFactory(state="held"), state="nominated")
    contest(delegation.party)

    with pytest.raises(RuleBroken):
        services.confirm_delegation(delegation, actor=secretariat, version=1, now=NOW)
    with pytest.raises(RuleBroken):
        services.record_presence(
            delegation.meeting, actor=secretariat, version=1, now=NOW, presence={delegation.pk: "in_person"}
        )

    assert presence_of(delegation.meeting)[0] == 0


def test_presence_counts_participants_states_and_organisations_apart(secretariat, django_assert_num_queries):
    meeting = MeetingFactory(state="held")
    rows = [
        DelegationFactory(meeting=meeting, party=PartyFactory(kind=kind), counts_in_n=counts)
        for kind, counts in [("state", True)] * 3 + [("organisation", True)] + [("state", False)]
    ]
    seen = dict(zip((row.pk for row in rows), ["in_person", "absent", "remote", "excused", "in_person"], strict=True))

    services.record_presence(meeting, actor=secretariat, version=1, now=NOW, presence=seen)

    with django_assert_num_queries(1):
        assert presence_of(meeting) == (2, 3, 0, 1)


def test_presence_of_another_meeting_is_left_alone(secretariat):
    meeting, other = MeetingFactory(state="held"), DelegationFactory(meeting=MeetingFactory(state="held"))

    with pytest.raises(RuleBroken, match="say of at least one delegation"):
        services.record_presence(meeting, actor=secretariat, version=1, now=NOW, presence={other.pk: "absent"})

    other.refresh_from_db()
    assert other.presence == "unknown"


def test_nothing_said_of_anybody_is_no_record_of_who_was_present(secretariat):
    delegation = DelegationFactory(meeting=MeetingFactory(state="held"))
    said = {delegation.pk: "unknown"}

    with pytest.raises(RuleBroken, match="say of at least one delegation"):
        services.record_presence(delegation.meeting, actor=secretariat, version=1, now=NOW, presence=said)

    assert not LedgerEntry.objects.filter(kind="meeting.presence_recorded").exists()


@pytest.mark.parametrize("state", ["planned", "convened", "postponed", "cancelled"])
def test_nobody_was_present_at_a_meeting_that_has_not_taken_place(state, secretariat):
    with pytest.raises(IllegalTransition):
        services.record_presence(MeetingFactory(state=state), actor=secretariat, version=1, now=NOW, presence={})


def test_presence_from_an_older_page_is_refused(secretariat):
    with pytest.raises(StaleVersion):
        services.record_presence(MeetingFactory(state="held"), actor=secretariat, version=9, now=NOW, presence={})


@pytest.mark.parametrize("role", ["focal_point", "senior_official", "presidency_incoming", "presidency_outgoing"])
def test_others_record_no_presence(role):
    with pytest.raises(NotAllowed):
        services.record_presence(MeetingFactory(state="held"), actor=actor(role), version=1, now=NOW, presence={})


def test_delegation_is_seen_by_staff_and_its_own_participant_only(meeting):
    party = PartyFactory()
    delegation = DelegationFactory(meeting=meeting, party=party)

    def sees(role, of=None):
        return delegation in Delegation.objects.visible_to(actor(role, of))

    assert sees("secretariat_officer")
    assert sees("senior_official", party)
    assert not sees("senior_official")
    assert not sees("anonymous")
    assert not sees("on_hold", party)
