"""Unsubmitted drafts are invisible outside their participant; working answers are read by nobody else, ever."""

import pytest

from reports.models import Addressee, Answer, Contribution, Query, Snapshot
from reports.selectors.contributions import contributions_before, what_is_asked_of
from reports.selectors.openness import sections_open_to
from reports.services.contributions import withdraw_contribution
from reports.services.terms import Terms, set_terms
from tests.factories.parties import actor, actor_as, participant, person
from tests.factories.reports import LATER, answered, drafted, opened_round, questioned, submitted

pytestmark = pytest.mark.django_db

STAFF = ("presidency_current", "presidency_incoming", "presidency_outgoing", "secretariat_officer", "both_hats")
DRAFT_READERS = ("contributor", "focal_point", "alternate", "senior_official", "service")
OTHERS = ("mission", "cabinet")
OUTSIDERS = ("reporting_officer", "deactivated", "just_ended", "on_hold", "anonymous")


def seen_by(who):
    """Of everything that hangs on a contribution, what this actor may see."""
    return [
        model.__name__ for model in (Contribution, Answer, Snapshot, Query) if model.objects.visible_to(who).exists()
    ]


@pytest.fixture
def draft(party):
    return answered(drafted(party, opened_round(party)), summary="canary in a draft")


@pytest.mark.parametrize("role", [*STAFF, *OTHERS, *OUTSIDERS])
def test_draft_is_invisible_to(role, draft, party):
    assert seen_by(actor(role, party)) == []


@pytest.mark.parametrize("role", DRAFT_READERS)
def test_draft_is_read_in_its_own_house_by(role, draft, party):
    assert seen_by(actor(role, party)) == ["Contribution", "Answer"]


@pytest.mark.parametrize("role", [*DRAFT_READERS, *OTHERS])
def test_another_participants_draft_is_invisible_to(role, draft):
    assert seen_by(actor(role)) == []


def test_own_draft_is_not_seen_through_the_hat_of_the_presidency():
    france, user = participant("FR"), person("both_hats")
    drafted(france, opened_round(france))

    assert seen_by(actor_as(user, "presidency")) == []
    assert seen_by(actor_as(user, "participant")) == ["Contribution"]


@pytest.mark.parametrize("role", STAFF)
def test_staff_read_what_was_submitted_and_never_the_working_answers(role, party):
    query = questioned(party, opened_round(party))
    answered(query.contribution, summary="canary typed after the question")

    who = actor(role)

    assert seen_by(who) == ["Contribution", "Snapshot", "Query"]
    assert "canary" not in str(list(Snapshot.objects.visible_to(who).values_list("content", flat=True)))


@pytest.mark.parametrize("role", OTHERS)
def test_offices_that_do_not_read_drafts_read_what_was_submitted(role, party):
    questioned(party, opened_round(party))

    assert seen_by(actor(role, party)) == ["Contribution", "Snapshot", "Query"]


@pytest.mark.parametrize("role", ["focal_point", "cabinet", "anonymous", "reporting_officer"])
def test_nobody_outside_the_workbench_sees_who_is_asked_until_when(role, party, draft):
    assert not Addressee.objects.visible_to(actor(role, party)).exists()


def test_what_is_asked_is_asked_of_the_participants_hat(party, draft):
    assert list(what_is_asked_of(actor("focal_point", party))) == [draft]
    assert list(contributions_before(actor("focal_point", party))) == []
    for role in ("cabinet", "secretariat_officer", "presidency_current", "anonymous"):
        assert list(what_is_asked_of(actor(role, party))) == []


@pytest.mark.parametrize(
    ("visibility", "participants", "public"),
    [("staff", [], []), ("participants", ["general"], []), ("public", ["general"], ["general"])],
)
def test_sections_are_read_by_others_as_their_participant_allows(visibility, participants, public, party):
    sent = submitted(party, opened_round(party))
    section = sent.round.state_template.sections.get(code="general")
    set_terms(
        sent,
        actor=actor("focal_point", party),
        version=sent.version,
        terms={section.uuid: Terms(visibility, "attributed")},
    )
    snapshot = sent.snapshots.get()

    def read_by(who):
        return [part["code"] for part in sections_open_to(snapshot, actor=who)]

    assert read_by(actor("focal_point", party)) == read_by(actor("secretariat_officer")) == ["general"]
    assert (read_by(actor("focal_point")), read_by(actor("anonymous"))) == (participants, public)


def test_withdrawn_contribution_is_open_to_no_other_participant(party):
    sent = submitted(party, opened_round(party))
    section, focal_point = sent.round.state_template.sections.get(code="general"), actor("focal_point", party)
    opened = set_terms(
        sent, actor=focal_point, version=sent.version, terms={section.uuid: Terms("public", "attributed")}
    )

    withdrawn = withdraw_contribution(opened, actor=focal_point, version=opened.version, now=LATER, reason="A mistake.")

    assert list(sections_open_to(withdrawn.snapshots.get(), actor=actor("anonymous"))) == []
