"""A closed record takes no further row: not by `bulk_create()`, and not in psql by the role of the product."""

import pgtrigger
import pytest
from django.db import connection, transaction
from psycopg import sql

from foundation.closed import CLOSED, Closing
from foundation.errors import BrokenConstraint
from meetings.models import AgendaItem, Meeting, SilenceAddressee, SilenceBreak, SittingPresence
from meetings.models.corrections import UNSAID
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    DelegationFactory,
    MeetingFactory,
    OutcomeTextFactory,
    ParagraphFactory,
    SilenceProcedureFactory,
    SittingFactory,
    StatementFactory,
    conclude,
)
from tests.factories.parties import NOW, PartyFactory, participant

pytestmark = pytest.mark.django_db
CLOSINGS = {model._meta.label for model, trigger in pgtrigger.registered() if isinstance(trigger, Closing)}


def of_meeting(factory, **given):
    """A row that would enter the record of a meeting, and the step that closes the record to it."""

    def made():
        meeting = MeetingFactory(state="held")
        needs = {"party": PartyFactory()} if "party" in factory._meta.declarations else {}
        return factory.build(meeting=meeting, **needs, **given), lambda: conclude(meeting)

    return made


def decision():
    meeting = MeetingFactory(state="held")
    verb = DecisionFactory().verb
    return DecisionFactory.build(meeting=meeting, verb=verb), lambda: conclude(meeting)


def paragraph():
    text = OutcomeTextFactory(state="adopted")
    return ParagraphFactory.build(outcome_text=text), lambda: conclude(text.meeting)


def presence():
    delegation = DelegationFactory(meeting=MeetingFactory(state="held"))
    sitting = SittingFactory(meeting=delegation.meeting)
    return SittingPresence(sitting=sitting, delegation=delegation), lambda: conclude(sitting.meeting)


def take(procedure, *states):
    for state in states:
        type(procedure).objects.filter(pk=procedure.pk).update(state=state)


def asked():
    window = {"begins_at": NOW, "closes_at": NOW.replace(year=NOW.year + 1)}
    procedure = SilenceProcedureFactory(**window)
    return SilenceAddressee(procedure=procedure, party=participant("KE")), lambda: take(procedure, "running")


def objection():
    window = {"begins_at": NOW, "closes_at": NOW.replace(year=NOW.year + 1)}
    procedure = SilenceProcedureFactory(state="running", **window)
    given = {"kind": "objection", "received_at": NOW, "letter_number": "NV/7", "language": "en"}
    return SilenceBreak(procedure=procedure, party=participant("KE"), **given), lambda: take(procedure, "withdrawn")


ENTERING = {
    "meetings.AgendaItem": (of_meeting(AgendaItemFactory), UNSAID),
    "meetings.Sitting": (of_meeting(SittingFactory), UNSAID),
    "meetings.SittingPresence": (presence, UNSAID),
    "meetings.Paragraph": (paragraph, UNSAID),
    "meetings.Delegation": (of_meeting(DelegationFactory), CLOSED),
    "meetings.OutcomeText": (of_meeting(OutcomeTextFactory, state="adopted"), CLOSED),
    "meetings.Decision": (decision, CLOSED),
    "meetings.Statement": (of_meeting(StatementFactory), CLOSED),
    "meetings.SilenceAddressee": (asked, CLOSED),
    "meetings.SilenceBreak": (objection, CLOSED),
}
"""A row of each table, with the step that closes what it belongs to, and the rule that then refuses it."""


def in_bulk(row):
    type(row)._base_manager.bulk_create([row])


def in_psql(row):
    """Insert the columns as they stand, in a plain statement of the role of the product."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(row._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
        sql.SQL(", ").join(sql.Placeholder() for _field in fields),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("khartoum_app",)
        cursor.execute(statement, values)


def undone(write, row):
    """Whether the row is let in; nothing of it stays."""
    with transaction.atomic():
        write(row)
        transaction.set_rollback(True)
    row.pk = None


def test_every_table_that_closes_is_tried():
    assert set(ENTERING) == CLOSINGS


@pytest.mark.parametrize("label", ENTERING)
def test_closed_record_takes_no_further_row_by_any_statement(label):
    made, rule = ENTERING[label]
    row, close = made()
    for write in (in_bulk, in_psql):
        undone(write, row)

    close()

    for write in (in_bulk, in_psql):
        with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
            write(row)
        assert refused.value.constraint == rule


def test_correction_that_says_why_enters_a_concluded_record():
    meeting = conclude(MeetingFactory(state="held"))
    silent = AgendaItemFactory.build(meeting=meeting, corrected_at=NOW, correction_en=" ")
    with pytest.raises(BrokenConstraint), transaction.atomic():
        silent.save()

    AgendaItemFactory(meeting=meeting, corrected_at=NOW, correction_en="The list left it out.")

    assert AgendaItem.objects.filter(meeting=meeting).count() == 1


def test_record_that_is_known_to_be_incomplete_takes_further_rows():
    meeting = MeetingFactory(state="held", is_incomplete=True)
    conclude(meeting)

    AgendaItemFactory(meeting=meeting)
    DecisionFactory(meeting=meeting)

    assert Meeting.objects.get(pk=meeting.pk).decisions.count() == 1


def test_draft_of_a_text_is_begun_after_the_record_is_concluded():
    text = OutcomeTextFactory(meeting=conclude(MeetingFactory(state="held")), state="draft")

    assert ParagraphFactory(outcome_text=text).pk
