"""A closed record takes no further row: not by `bulk_create()`, and not in psql by the role of the product."""

import pgtrigger
import pytest
from django.db import connection, transaction
from psycopg import sql

from foundation.closed import Closing
from foundation.errors import BrokenConstraint
from meetings.models import AgendaItem, Meeting
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    OutcomeTextFactory,
    ParagraphFactory,
    conclude,
)
from tests.factories.parties import NOW
from tests.guards.entering import ENTERING

pytestmark = pytest.mark.django_db
CLOSINGS = {model._meta.label for model, trigger in pgtrigger.registered() if isinstance(trigger, Closing)}


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
