"""What is put back for a test is what was made for it, row for row, and never on other ground than it was made on."""

import pytest
from django.db import connection, transaction

from foundation.search.models import SearchText
from parties.models import Party
from tests.factories.meetings import MeetingFactory
from tests.factories.parties import PartyFactory, participant
from tests.factories.reports import ask_nobody_by_switch
from tests.factories.reports_consolidated import chair, contribution, published, round_in, tabled
from tests.rows import every_row, present_savepoint, put_back, statements
from tests.states import COURSE

pytestmark = pytest.mark.django_db


def kept_and_taken_back(make):
    """What the maker left, every row that stood then, and the statements that put it back; nothing of it stands."""
    with transaction.atomic():
        with transaction.atomic():
            since = present_savepoint()
            make()
        rows, stood = statements(since), every_row()
        transaction.set_rollback(True)
    return rows, stood


@pytest.mark.parametrize("make", [published, ask_nobody_by_switch], ids=["new rows", "changed rows"])
def test_every_row_comes_back_as_it_was_made(make):
    rows, stood = kept_and_taken_back(make.__wrapped__)
    assert every_row() != stood

    put_back(rows)

    assert every_row() == stood


def test_guards_and_the_role_of_the_product_are_back_afterwards():
    put_back(kept_and_taken_back(published.__wrapped__)[0])

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('session_replication_role')")
        assert cursor.fetchone() == ("khartoum_app", "origin")


def test_what_is_put_back_belongs_to_what_was_before_it():
    given = []
    for _each in range(5):
        with transaction.atomic():
            COURSE.begin()
            COURSE.so_far = b"a course of this test alone"
            by, round_, egypt = chair(), round_in(), participant("EG")
            source = contribution(round_, egypt, progress="Done.")
            report = tabled(by=by, round_=round_)
            assert [one.snapshot.contribution_id for one in report.sources.all()] == [source.pk]
            given.append((round_.pk, source.pk, report.pk))
            transaction.set_rollback(True)

    assert given[-1] == given[-2] != given[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Party.objects.filter(code="FR").update(name_en="France"),
        lambda: Party(code="NEW", kind="state", region="africa", sort_en="N", sort_fr="N", sort_ar="N").save(),
        lambda: participant("FR").save(),
    ],
)
def test_whoever_writes_anything_else_has_it_made(change):
    PartyFactory()
    assert COURSE.so_far

    change()

    assert COURSE.so_far is None
    assert MeetingFactory().pk
    assert COURSE.so_far is None


def test_what_took_rows_away_is_made_each_time():
    rows, _stood = kept_and_taken_back(SearchText.objects.all().delete)

    assert rows is None
