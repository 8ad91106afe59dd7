"""What a meeting leaves behind: texts, decisions in its own verb, statements in the speaker's words, follow-up."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from foundation.errors import BrokenConstraint, IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from foundation.related import Related
from meetings import services
from meetings.enums import MeetingState
from meetings.models import Decision, FollowUp, Meeting, OutcomeText, Paragraph, Statement
from meetings.permissions import is_record_open
from meetings.selectors import with_open_record
from meetings.selectors.numbers import next_number
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    FollowUpFactory,
    MeetingFactory,
    OutcomeTextFactory,
    ParagraphFactory,
    StatementFactory,
    kind,
    verb,
)
from tests.factories.parties import (
    NOW,
    PartyFactory,
    actor,
    actor_as,
    appoint_for_term,
    finishing_term,
)
from tests.roles import who_may
from tests.waiting import beside

pytestmark = pytest.mark.django_db
STAFF = {"presidency_current", "secretariat_officer", "both_hats"}
TODAY = NOW.date()


@pytest.fixture
def secretariat():
    return actor("secretariat_officer")


@pytest.fixture
def outgoing():
    return actor_as(appoint_for_term(finishing_term()), "presidency")


@pytest.fixture
def meeting():
    return MeetingFactory(state="held")


def decide(meeting, who, **given):
    values = {"number": "1", "verb": verb("agreed"), "text": {"en": "Agreed."}, "decided_on": TODAY, "now": NOW}
    return services.record_decision(meeting, actor=who, **{**values, **given})


def told(row):
    return list(LedgerEntry.objects.about(row).order_by("id").values_list("kind", "audience"))


def test_decision_keeps_the_verb_the_meeting_used_and_the_paragraphs(meeting, secretariat):
    paragraphs = Paragraph.objects.filter(part="operative", number__in=["16", "17"])

    decision = decide(meeting, secretariat, verb=verb("taken_note_of"), paragraphs=paragraphs)

    assert decision.verb.code == "taken_note_of"
    assert list(decision.paragraphs.values_list("number", flat=True)) == ["16", "17"]
    assert told(decision) == [("decision.recorded", "known")]


def test_readers_of_the_meeting_learn_that_its_record_changed(meeting, secretariat):
    decision = decide(meeting, secretariat)
    meeting.refresh_from_db()
    assert meeting.version == 2

    decision.text_fr = "Convenu."
    services.save_decision(decision, actor=secretariat, version=1, creating=False)

    meeting.refresh_from_db()
    assert meeting.version == 3


@pytest.mark.parametrize("state", ["planned", "convened", "postponed", "cancelled"])
def test_nothing_was_decided_before_the_meeting_took_place(state, secretariat):
    with pytest.raises(RuleBroken) as refused:
        decide(MeetingFactory(state=state), secretariat)

    assert refused.value.field == "meeting"


def test_concluded_record_takes_no_further_decision_and_no_statement(secretariat):
    meeting = MeetingFactory(state="concluded")

    for act in (decide, state):
        with pytest.raises(RuleBroken, match="record of this meeting is concluded") as refused:
            act(meeting, secretariat)
        assert refused.value.field == "meeting"
    assert not meeting.decisions.exists()
    assert not meeting.statements.exists()


def test_record_that_is_known_to_be_incomplete_is_completed(secretariat):
    meeting = MeetingFactory(state="concluded", is_incomplete=True)

    assert decide(meeting, secretariat)
    assert state(meeting, secretariat)


def test_number_is_used_once_in_a_meeting(meeting, secretariat):
    decide(meeting, secretariat)
    assert decide(MeetingFactory(state="held"), secretariat)

    with pytest.raises(BrokenConstraint) as refused:
        decide(meeting, secretariat)

    assert refused.value.field == "number"


def test_number_of_another_meeting_is_refused_in_a_sentence(meeting, secretariat):
    other = MeetingFactory(state="held")

    with pytest.raises(RuleBroken) as refused:
        decide(meeting, secretariat, number=f"{other.code}/1")

    assert refused.value.field == "number"
    assert f"{meeting.code}/1" in str(refused.value)
    assert decide(meeting, secretariat, number="no-meeting/1").number == "no-meeting/1"


def test_number_that_names_a_meeting_is_borne_by_decisions_of_one_meeting(meeting, secretariat):
    other = MeetingFactory(state="held")
    decide(other, secretariat, number="MIN-3/1")
    decide(other, secretariat, number="1")

    with pytest.raises(RuleBroken) as refused:
        decide(meeting, secretariat, number="MIN-3/1")

    assert refused.value.field == "number"
    assert str(other) in str(refused.value)
    assert decide(meeting, secretariat, number="1").number == "1"


def test_next_number_goes_on_in_the_series_of_the_meeting(meeting, secretariat):
    first = next_number(meeting)
    for number in (f"{meeting.code}/2", f"{meeting.code}/10", "Annex", f"{meeting.code}/2 bis"):
        decide(meeting, secretariat, number=number[:20])

    assert first == f"{meeting.code}/1"
    assert next_number(meeting) == f"{meeting.code}/11"


def numbered(ordinal, number="", who=None, **given):
    meeting = MeetingFactory(state="held", ordinal=ordinal, **given)
    if number:
        decide(meeting, who, number=number)
    return meeting


def test_next_number_continues_the_series_of_the_kind_with_the_number_of_the_meeting(secretariat):
    numbered(3, "MIN-3/7", secretariat, kind=kind("ministerial"))
    fourth = numbered(4, kind=kind("ministerial"))

    first = next_number(fourth)
    decide(fourth, secretariat, number=first)

    assert (first, next_number(fourth)) == ("MIN-4/1", "MIN-4/2")


@pytest.mark.parametrize("before", ["12", "SOM-2011/1", "SOM-111/1", "Oslo/1"])
def test_numbers_that_name_no_meeting_by_its_number_begin_no_series(before, secretariat):
    numbered(11, before, secretariat)
    twelfth = numbered(12)

    assert next_number(twelfth) == f"{twelfth.code}/1"


def test_next_number_falls_back_on_the_code_where_the_series_cannot_go_on(secretariat):
    numbered(3, "CIRCLE-3/1", secretariat)
    elsewhere = numbered(4, kind=kind("ministerial"))
    unnumbered, twin = numbered(None), numbered(4, "CIRCLE-4/1", secretariat)
    again = numbered(4)
    MeetingFactory(code="CIRCLE-6")
    named = numbered(6)

    for meeting in (elsewhere, unnumbered, again, named):
        assert next_number(meeting) == f"{meeting.code}/1"
    assert next_number(twin) == "CIRCLE-4/2"


def test_refused_number_tells_the_series_that_is_offered(secretariat):
    numbered(3, "MIN-3/1", secretariat)

    with pytest.raises(RuleBroken) as refused:
        decide(numbered(4), secretariat, number="MIN-3/1")

    assert "MIN-4/1" in str(refused.value)


def test_decision_fits_its_meeting(meeting, secretariat):
    with pytest.raises(RuleBroken) as early:
        decide(meeting, secretariat, decided_on=meeting.begins_on - timedelta(days=1))
    with pytest.raises(RuleBroken) as elsewhere:
        decide(meeting, secretariat, agenda_item=AgendaItemFactory())

    assert (early.value.field, elsewhere.value.field) == ("decided_on", "agenda_item")


def test_nothing_was_decided_on_a_day_that_is_still_ahead_where_the_meeting_takes_place(meeting, secretariat):
    at_night = NOW.replace(hour=22)
    meeting.time_zone = "Africa/Nairobi"
    meeting.save()
    with pytest.raises(RuleBroken) as ahead:
        decide(meeting, secretariat, decided_on=TODAY + timedelta(days=2), now=at_night)

    assert (ahead.value.field, str(ahead.value)) == ("decided_on", "Give a day that is not in the future.")
    assert not Decision.objects.exists()
    assert decide(meeting, secretariat, decided_on=TODAY + timedelta(days=1), now=at_night)


@pytest.mark.parametrize(
    ("name", "value"), [("number", "2"), ("decided_on", date(2026, 2, 26)), ("verb", "requested"), ("meeting", None)]
)
def test_what_was_decided_stays(name, value, secretariat):
    decision = DecisionFactory()
    replaced = {"verb": lambda: verb(value), "meeting": lambda: MeetingFactory(state="held")}
    setattr(decision, name, replaced.get(name, lambda: value)())

    with pytest.raises(RuleBroken):
        services.save_decision(decision, actor=secretariat, version=1, creating=False)


@pytest.mark.parametrize("incomplete", [True, False])
@pytest.mark.parametrize("state", MeetingState.values)
def test_meetings_offered_for_an_entry_are_those_whose_record_takes_it(state, incomplete):
    meeting = MeetingFactory(state=state, is_incomplete=incomplete)

    takes_entries = state == "held" or (state == "concluded" and incomplete)
    assert is_record_open(meeting) is takes_entries
    assert with_open_record(Meeting.objects.filter(pk=meeting.pk)).exists() is takes_entries


def test_staff_record_decisions_and_statements_and_open_follow_up(everybody, meeting):
    decision = DecisionFactory()

    def follow_up(who):
        return services.open_follow_up(decision, title={"en": "X"}, actor=who, now=NOW)

    assert who_may(lambda who: decide(meeting, who), everybody) == STAFF
    assert who_may(lambda who: state(meeting, who), everybody) == STAFF
    assert who_may(follow_up, everybody) == STAFF


def test_outgoing_presidency_finishes_the_record_of_what_it_chaired(outgoing):
    own = MeetingFactory(state="held", chair_id=outgoing.held[0].term_id)

    assert decide(own, outgoing)


def test_decisions_are_the_participants_until_the_record_is_concluded(meeting, secretariat):
    decision = decide(meeting, secretariat)

    def readers():
        return [
            role
            for role in ("anonymous", "cabinet", "secretariat_officer")
            if decision in Decision.objects.visible_to(actor(role))
        ]

    assert readers() == ["cabinet", "secretariat_officer"]
    services.conclude_meeting(meeting, actor=secretariat, version=2, now=NOW)
    assert readers() == ["anonymous", "cabinet", "secretariat_officer"]


# -- statements -----------------------------------------------------------------------------------------------------


def state(meeting, who, **given):
    related = Related(many={"on_behalf_of": given.pop("on_behalf_of", [])})
    values = {"party": PartyFactory(), "kind": "statement", "language": "ar", "text": "كما قيل.", **given}
    statement = Statement(meeting=meeting, **values)
    return services.save_statement(statement, actor=who, version=None, creating=True, related=related)


def test_statement_is_made_on_behalf_of_others_and_to_a_paragraph(meeting, secretariat):
    others, paragraph = [PartyFactory(), PartyFactory()], ParagraphFactory()

    made = state(meeting, secretariat, kind="reservation", on_behalf_of=others, paragraph=paragraph)

    assert set(made.on_behalf_of.all()) == set(others)
    assert (made.text, made.paragraph) == ("كما قيل.", paragraph)
    assert told(made) == [("statement.recorded", "known")]


def test_a_form_that_is_sent_twice_records_one_statement(meeting, secretariat):
    party = PartyFactory()
    made = state(meeting, secretariat, party=party)

    with pytest.raises(RuleBroken, match="on record already"):
        state(meeting, secretariat, party=party)

    assert list(Statement.objects.all()) == [made]
    assert state(meeting, secretariat, party=party, text="وقيل أيضاً.").pk != made.pk


@pytest.mark.parametrize("kind", ["reservation", "disassociation"])
def test_reservation_names_its_paragraph(kind, meeting, secretariat):
    with pytest.raises(RuleBroken) as refused:
        state(meeting, secretariat, kind=kind)

    assert refused.value.field == "paragraph"


def test_statement_is_never_edited_by_a_service(secretariat):
    statement = StatementFactory()
    statement.text = "Something else."

    with pytest.raises(IllegalTransition):
        services.save_statement(statement, actor=secretariat, version=None, creating=False)


def case_update():
    Statement.objects.update(text="Something else.")


def case_delete():
    Statement.objects.all().delete()


def case_raw_sql():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_statement SET text = 'Something else.'")


@pytest.mark.parametrize("act", [case_update, case_delete, case_raw_sql])
def test_statement_is_kept_by_the_database(act):
    StatementFactory()

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        act()

    assert refused.value.constraint == "statement_is_kept"
    assert Statement.objects.get().text == "What was said, as it was said."


# -- outcome texts --------------------------------------------------------------------------------------------------


def test_draft_is_written_by_whoever_chaired_and_is_adopted_by_the_meeting(outgoing):
    own = MeetingFactory(state="held", chair_id=outgoing.held[0].term_id)
    text = OutcomeTextFactory.build(meeting=own, kind="summary")
    paragraph = ParagraphFactory.build(outcome_text=None)

    services.save_outcome_text(
        text, actor=outgoing, version=None, creating=True, related=Related(children=[("outcome_text", paragraph)])
    )
    adopted = services.adopt_outcome_text(text, actor=outgoing, version=1, now=NOW, adopted_on=TODAY)

    assert (adopted.state, adopted.adopted_on, adopted.paragraphs.count()) == ("adopted", TODAY, 1)
    assert told(adopted) == [("outcome_text.begun", "staff"), ("outcome_text.adopted", "public")]
    with pytest.raises(NotAllowed):
        services.save_outcome_text(adopted, actor=outgoing, version=2, creating=False)


@pytest.mark.parametrize("role", ["focal_point", "presidency_incoming", "presidency_outgoing", "anonymous"])
def test_others_write_no_text(role):
    text = OutcomeTextFactory()

    with pytest.raises(NotAllowed):
        services.save_outcome_text(text, actor=actor(role), version=1, creating=False)


@pytest.mark.parametrize("day", [date(2026, 2, 23), TODAY + timedelta(days=1)])
def test_text_is_adopted_between_the_meeting_and_today(day, secretariat):
    with pytest.raises(RuleBroken) as refused:
        services.adopt_outcome_text(OutcomeTextFactory(), actor=secretariat, version=1, now=NOW, adopted_on=day)

    assert refused.value.field == "adopted_on"


def test_text_is_not_adopted_by_a_meeting_still_ahead(secretariat):
    text = OutcomeTextFactory(meeting=MeetingFactory(state="convened"))

    with pytest.raises(RuleBroken):
        services.adopt_outcome_text(text, actor=secretariat, version=1, now=NOW, adopted_on=TODAY)


def test_draft_is_seen_by_those_who_read_the_workbench(everybody):
    paragraph = ParagraphFactory()

    for who in everybody.values():
        assert (paragraph.outcome_text in OutcomeText.objects.visible_to(who)) is who.reads_as_staff
        assert (paragraph in Paragraph.objects.visible_to(who)) is who.reads_as_staff


def test_paragraph_number_stands_once_in_each_part():
    first = ParagraphFactory(number="1")
    ParagraphFactory(outcome_text=first.outcome_text, number="1", part="preamble")

    with pytest.raises(BrokenConstraint) as refused:
        ParagraphFactory(outcome_text=first.outcome_text, number="1")

    assert (refused.value.constraint, refused.value.field) == ("paragraph_number_used_once", "number")


@pytest.mark.parametrize("number", ["", "  ", "0", "00.", "-1", "− 3", "٠"])
def test_database_refuses_a_number_that_no_paragraph_can_have(number):
    text = OutcomeTextFactory()

    with pytest.raises(BrokenConstraint) as refused:
        Paragraph.objects.bulk_create([ParagraphFactory.build(outcome_text=text, number=number)])

    assert (refused.value.constraint, refused.value.field) == ("paragraph_has_a_number", "number")


@pytest.mark.parametrize("number", ["1", "10", "7bis", "IV", "(a)", "2-3", "١٠"])
def test_number_stands_as_it_is_printed(number):
    assert ParagraphFactory(number=number).number == number


# -- follow-up ------------------------------------------------------------------------------------------------------


def test_follow_up_is_opened_moved_and_done(secretariat):
    decision, owner = DecisionFactory(), PartyFactory()

    follow_up = services.open_follow_up(
        decision, title={"en": "Report back", "fr": "Rendre compte"}, owner=owner, actor=secretariat, now=NOW
    )
    services.start_follow_up(follow_up, actor=secretariat, version=1, now=NOW)
    done = services.finish_follow_up(follow_up, actor=secretariat, version=2, now=NOW, note="Done in May.")

    assert (done.state, done.note, done.title_fr, done.owner) == ("done", "Done in May.", "Rendre compte", owner)
    assert [kind for kind, _audience in told(done)] == [
        "follow_up.opened",
        "follow_up.started",
        "follow_up.finished",
    ]


def test_a_form_that_is_sent_twice_opens_one_follow_up(secretariat):
    decision, asked = DecisionFactory(), {"title": {"en": "Report back"}, "actor": secretariat, "now": NOW}
    opened = services.open_follow_up(decision, **asked)

    with pytest.raises(RuleBroken, match="open already"):
        services.open_follow_up(decision, **asked)

    assert services.open_follow_up(decision, **asked, owner=PartyFactory()).pk != opened.pk
    services.finish_follow_up(opened, actor=secretariat, version=1, now=NOW, note="Done in May.")
    assert services.open_follow_up(decision, **asked).state == "open"


@pytest.mark.django_db(transaction=True)
def test_of_two_that_open_one_follow_up_at_once_the_second_is_told():
    decision, who = DecisionFactory(), actor("secretariat_officer")

    def opens():
        services.open_follow_up(decision, title={"en": "Report back"}, actor=who, now=NOW)

    with pytest.raises(RuleBroken, match="open already"):
        beside(opens, opens).result()


def test_follow_up_is_not_due_before_it_was_decided(secretariat):
    decision = DecisionFactory()

    with pytest.raises(RuleBroken) as refused:
        services.open_follow_up(
            decision,
            title={"en": "Report back"},
            due_on=decision.decided_on - timedelta(days=1),
            actor=secretariat,
            now=NOW,
        )

    assert refused.value.field == "due_on"
    assert not decision.follow_ups.exists()


def test_follow_up_is_dropped_with_a_reason(secretariat):
    follow_up = FollowUpFactory()

    with pytest.raises(RuleBroken) as refused:
        services.drop_follow_up(follow_up, actor=secretariat, version=1, now=NOW, note=" ")
    dropped = services.drop_follow_up(follow_up, actor=secretariat, version=1, now=NOW, note="Overtaken.")

    assert refused.value.field == "note"
    assert (dropped.state, dropped.note) == ("dropped", "Overtaken.")


def carry(follow_up, meeting, who, **given):
    values = {"version": follow_up.version, "now": NOW, "meeting": meeting, **given}
    return services.carry_over_follow_up(follow_up, actor=who, **values)


def test_follow_up_is_carried_over_to_a_later_meeting_with_its_wording(secretariat):
    old = FollowUpFactory(owner=PartyFactory(), due_on=date(2026, 2, 28))
    later = MeetingFactory(state="held", begins_on=date(2026, 3, 1), ends_on=date(2026, 3, 1))

    new = carry(old, later, secretariat, due_on=date(2026, 9, 1))

    old.refresh_from_db()
    assert (old.state, old.carried_to) == ("carried_over", new)
    assert (new.state, new.carried_from, new.carried_at, new.due_on) == ("open", old, later, date(2026, 9, 1))
    assert (new.title_en, new.owner, new.decision) == (old.title_en, old.owner, old.decision)


@pytest.mark.parametrize(
    "given",
    [
        {"state": "convened"},
        {"state": "cancelled"},
        {"state": "held", "begins_on": date(2025, 1, 1), "ends_on": date(2025, 1, 1)},
    ],
)
def test_follow_up_is_carried_over_at_a_later_meeting_only(given, secretariat):
    with pytest.raises(RuleBroken) as refused:
        carry(FollowUpFactory(), MeetingFactory(**given), secretariat)

    assert refused.value.field == "meeting"
    assert FollowUp.objects.get().state == "open"


def test_follow_up_is_not_carried_over_at_the_meeting_that_asked_for_it(secretariat):
    follow_up = FollowUpFactory()

    with pytest.raises(RuleBroken):
        carry(follow_up, follow_up.decision.meeting, secretariat)


def test_follow_up_is_carried_over_once(secretariat):
    follow_up, later = FollowUpFactory(), MeetingFactory(state="held")
    carry(follow_up, later, secretariat)

    with pytest.raises(StaleVersion):
        carry(follow_up, later, secretariat, version=1)
    with pytest.raises(IllegalTransition):
        carry(follow_up, later, secretariat, version=2)


@pytest.mark.parametrize("role", ["focal_point", "presidency_incoming", "presidency_outgoing", "anonymous"])
def test_others_move_no_follow_up(role):
    with pytest.raises(NotAllowed):
        services.start_follow_up(FollowUpFactory(), actor=actor(role), version=1, now=NOW)
