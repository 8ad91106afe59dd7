"""What a partner system says of activities is kept as it said it, and changes the plan only where staff take it up."""

from dataclasses import replace

import pytest

from actionplan.models import Activity, ActivityProposal
from actionplan.selectors.proposals import columns_for, differences, match_of
from actionplan.services.proposals import accept_proposal, decline_proposal
from foundation.actors import anonymous
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.imports import NotTaken
from foundation.ledger.models import LedgerEntry
from tests.factories.actionplan import ActivityFactory, ObjectiveFactory, PlanFactory
from tests.factories.parties import NOW, PartyFactory, actor
from tests.factories.proposals import proposed, row, sent, source_called

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return actor("secretariat_officer")


@pytest.fixture
def source():
    return source_called("jvap")


def kept(received):
    return ActivityProposal.objects.get(uuid=received.uuid)


def accept(proposal, who, *, seen=None, code=""):
    return accept_proposal(proposal, actor=who, version=proposal.version, now=NOW, seen=seen, code=code)


# -- receiving ----------------------------------------------------------------------------------------------------


def test_what_is_said_again_changes_nothing_and_what_is_said_otherwise_waits_again(source):
    first = sent(source, row("1"), row("2"))
    again = sent(source, row("1"), row("2", title={"en": "Another title"}), row("3"))

    assert [one.outcome for one in first] == ["created", "created"]
    assert [one.outcome for one in again] == ["unchanged", "changed", "created"]
    assert [one.uuid for one in again[:2]] == [one.uuid for one in first]
    assert ActivityProposal.objects.count() == 3
    assert kept(again[1]).version == 2


def test_a_text_of_several_lines_is_kept_letter_by_letter(source):
    words = "First line\nsecond, \\n as it is typed, a \"quotation\", 'another',\ttab, 100 %s, ؤ\u2028end"
    told = sent(source, row("1\\n", description={"en": words}), row('"2"'), row("3"))

    assert [one.outcome for one in told] == ["created"] * 3
    assert [kept(one).external_id for one in told] == ["1\\n", '"2"', "3"]
    assert kept(told[0]).said["description"] == {"en": words}


def test_what_was_answered_stays_answered_until_it_is_said_otherwise(source, staff):
    waiting = kept(sent(source, row("1"))[0])
    decline_proposal(waiting, actor=staff, version=1, now=NOW, answer="No longer pursued.")

    sent(source, row("1"))
    assert kept(waiting).state == "declined"

    sent(source, row("1", joint_with="Rabat Process"))
    told = kept(waiting)
    assert (told.state, told.answer, told.answered_at) == ("waiting", "", None)


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({"colour": "red"}, "/colour", "unknown"),
        ({"title": {}}, "/title", "invalid"),
        ({"title": "One language"}, "/title", "invalid"),
        ({"title": {"en": " "}}, "/title/en", "empty"),
        ({"title": {"en": "\u200b\u202e"}}, "/title/en", "empty"),
        ({"title": {"de": "Titel"}}, "/title", "invalid"),
        ({"title": {"en": "nul\x00"}}, "/title/en", "invalid"),
        ({"title": {"en": "x" * 301}}, "/title/en", "max_length"),
        ({"begins_on": "2026-02-30"}, "/begins_on", "invalid"),
        ({"begins_on": "20260230"}, "/begins_on", "invalid"),
        ({"begins_on": ""}, "/begins_on", "invalid"),
        ({"begins_on": "0001-01-01"}, "/begins_on", "invalid"),
        ({"begins_on": 20260101}, "/begins_on", "invalid"),
        ({"domains": []}, "/domains", "empty"),
        ({"domains": [1, 6]}, "/domains/1", "not_found"),
        ({"domains": 1}, "/domains", "invalid"),
        ({"domains": [[1]]}, "/domains/0", "not_found"),
        ({"domains": [True]}, "/domains/0", "not_found"),
        ({"lead": "ZZ"}, "/lead", "not_found"),
        ({"supporting": ["EG", "ZZ"]}, "/supporting/1", "not_found"),
        ({"objective": "no-plan/1"}, "/objective", "not_found"),
        ({"paragraphs": ["3"]}, "/paragraphs/0", "not_found"),
        ({"external_id": ""}, "/external_id", "empty"),
        ({"external_id": "7\u202e8"}, "/external_id", "invalid"),
        ({"external_id": 7}, "/external_id", "invalid"),
    ],
)
def test_a_value_that_is_not_taken_is_told_where_it_stands_and_nothing_is_written(source, said, pointer, code):
    [told] = sent(source, row(**{"external_id": "1", **said}))

    assert told.outcome == "refused"
    assert [(fault.pointer, fault.code) for fault in told.faults if fault.code != "required"] == [(pointer, code)]
    assert all(str(fault.sentence) for fault in told.faults)
    assert not ActivityProposal.objects.exists()


def test_an_activity_is_told_of_once_in_a_call(source):
    told = sent(source, row("1"), row("1", joint_with="another"))

    assert [one.outcome for one in told] == ["created", "refused"]
    assert told[1].faults[0].code == "repeated"
    assert kept(told[0]).said == {"title": {"en": "Activity 1 of the partner"}}


def test_a_call_as_a_whole_writes_every_line_or_none(source):
    told = sent(source, row("1"), row("2", colour="red"), whole=True)

    assert [one.outcome for one in told] == ["held_back", "refused"]
    assert not ActivityProposal.objects.exists()
    assert [one.outcome for one in sent(source, row("1"), row("2"), whole=True)] == ["created", "created"]


def test_a_trial_tells_what_would_become_of_each_line_and_writes_nothing(source):
    stands = sent(source, row("1"))[0]
    entries = LedgerEntry.objects.count()
    told = sent(source, row("1", joint_with="x"), row("2"), row("3", colour="red"), trial=True)

    assert [one.outcome for one in told] == ["changed", "created", "refused"]
    assert [one.uuid for one in told] == [stands.uuid, None, None]
    assert ActivityProposal.objects.count() == 1
    assert kept(stands).version == 1
    assert LedgerEntry.objects.count() == entries


def test_codes_of_others_are_understood(source):
    told = sent(source, row("1", lead="EL", supporting=["EGY", "SS"]))

    assert kept(told[0]).said["lead"] == "GR"
    assert kept(told[0]).said["supporting"] == ["EG", "SS"]


def test_one_entry_of_the_ledger_tells_of_a_call_by_numbers_alone(source):
    sent(source, row("1"), row("2"), row("3", colour="red"))

    [entry] = LedgerEntry.objects.about(source).filter(kind="source.proposals_received")
    assert entry.facts == {"created": 2, "changed": 0, "refused": 1}


def test_receiving_costs_the_same_queries_for_one_line_and_for_many(source, staff, django_assert_max_num_queries):
    sent(source, row("0"))
    for lines in (1, 30):
        with django_assert_max_num_queries(10):
            sent(source, *(row(f"{lines}-{number}") for number in range(lines)), who=staff)


# -- who ----------------------------------------------------------------------------------------------------------


def test_a_source_is_spoken_for_by_its_own_partner_system_and_by_staff(source):
    partner = replace(anonymous(NOW), kind="client", client_id=4711)

    for who in (partner, anonymous(NOW), actor("focal_point")):
        with pytest.raises(NotAllowed):
            sent(source, row("1"), who=who)
    assert not ActivityProposal.objects.visible_to(partner).exists()


def test_a_draft_of_a_plan_is_not_known_to_a_partner_system(source):
    hidden = ObjectiveFactory(plan=PlanFactory(is_published=False))
    place = f"{hidden.plan.code}/{hidden.code}"

    assert sent(source, row("1", objective=place))[0].outcome == "created"
    with pytest.raises(NotTaken, match="not_found"):
        columns_for(anonymous(NOW)).readers["objective"](place)


# -- answering ----------------------------------------------------------------------------------------------------


def test_a_proposal_that_is_taken_up_becomes_an_activity_that_bears_its_id(staff):
    taken = proposed("accepted")

    activity = Activity.objects.get(pk=taken.activity_id)
    assert (activity.source_system, activity.external_id) == (taken.source.code, "1")
    assert activity.title_en == "Activity 1 of the partner"
    assert list(activity.domains.values_list("number", flat=True)) == [1]
    assert LedgerEntry.objects.about(activity).filter(kind="activity.created").exists()
    assert LedgerEntry.objects.about(taken).filter(kind="proposal.accepted").exists()


def test_what_is_proposed_of_an_activity_changes_what_it_names_and_nothing_else(source, staff):
    lead = PartyFactory()
    activity = ActivityFactory(domains=[2, 4], lead=lead, title_fr="Un titre")
    proposal = kept(sent(source, row("1", code=activity.code, begins_on="2026-03-01"))[0])

    assert match_of(proposal) == activity
    accept(proposal, staff, seen=activity.version)

    activity.refresh_from_db()
    assert (activity.title_en, activity.title_fr) == ("Activity 1 of the partner", "Un titre")
    assert activity.begins_on.isoformat() == "2026-03-01"
    assert activity.lead == lead
    assert sorted(activity.domains.values_list("number", flat=True)) == [2, 4]
    assert activity.external_id == "1"


def test_the_difference_is_told_column_by_column(source):
    activity = ActivityFactory(title_en="The same", joint_with="Rabat Process")
    proposal = kept(sent(source, row("1", code=activity.code, title={"en": "The same"}, joint_with=""))[0])

    told = {line.name: (line.now, line.said, line.differs) for line in differences(proposal, activity)}
    assert told == {
        "title": ("The same", "The same", False),
        "joint_with": ("Rabat Process", "", True),
    }


def test_an_activity_that_changed_since_it_was_compared_is_not_overwritten(source, staff):
    activity = ActivityFactory()
    proposal = kept(sent(source, row("1", code=activity.code))[0])

    with pytest.raises(StaleVersion):
        accept(proposal, staff, seen=activity.version + 1)
    assert kept(proposal).state == "waiting"


def test_a_new_activity_needs_its_objective_a_domain_and_a_code(source, staff):
    objective = ObjectiveFactory()
    place = f"{objective.plan.code}/{objective.code}"
    bare, whole = (kept(one) for one in sent(source, row("1"), row("2", objective=place, domains=[3])))

    with pytest.raises(RuleBroken, match="needs an objective"):
        accept(bare, staff, code="N1")
    with pytest.raises(RuleBroken, match="code"):
        accept(whole, staff)
    assert accept(whole, staff, code="N1").activity.code == "N1"


def test_an_activity_of_another_source_is_not_taken_over(source, staff):
    activity = ActivityFactory(source_system="other", external_id="77")
    proposal = kept(sent(source, row("1", code=activity.code))[0])

    with pytest.raises(RuleBroken, match="another source"):
        accept(proposal, staff, seen=activity.version)


def test_only_staff_answer_and_only_once(staff):
    waiting = proposed()

    with pytest.raises(NotAllowed):
        accept(waiting, actor("focal_point"), code="N1")
    decline_proposal(waiting, actor=staff, version=waiting.version, now=NOW, answer="Not now.")
    with pytest.raises(IllegalTransition):
        accept(kept(waiting), staff, code="N1")
