"""One table says what the database refuses; what holds at COMMIT is asked for before it (mechanism 12)."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from foundation.constraints import check_now, explain, refusals, say, sqlstate_of
from foundation.errors import BrokenConstraint, Crossed, IllegalTransition, RuleBroken
from tests.factories.actionplan import ActivityFactory


class Refused(Exception):
    """As psycopg tells of a refusal."""

    def __init__(self, sqlstate, constraint=None, detail=""):
        self.sqlstate = sqlstate
        self.diag = type("Diag", (), {"constraint_name": constraint, "message_detail": detail})


def refused(*told):
    error = DatabaseError()
    error.__cause__ = Refused(*told)
    return error


@pytest.mark.parametrize(
    ("sqlstate", "meant"),
    [
        ("KH001", IllegalTransition),
        ("40001", Crossed),
        ("40P01", Crossed),
        ("55P03", Crossed),
        ("22001", RuleBroken),
        ("57014", type(None)),
    ],
)
def test_code_of_the_database_stands_for_one_error_of_ours(sqlstate, meant):
    assert type(explain(refused(sqlstate))) is meant


def test_constraint_is_said_in_its_sentence_at_its_field():
    name = next(name for name, refusal in refusals().items() if refusal.field)

    said = explain(refused("23514", name))

    assert (said.constraint, said.code, said.sentence, said.field) == (name, name, *refusals()[name])
    assert isinstance(said, IntegrityError)


def test_value_that_another_row_has_is_said_at_its_column():
    said = explain(refused("23505", "a_table_name_key", "Key (name)=(Cairo) already exists."))

    assert (said.field, str(said)) == ("name", "Another one has this already: choose another.")


@pytest.mark.parametrize(
    "told", [("23514", "of_somebody_else"), ("23505", "two_columns", "Key (a, b)=(1, 2)"), ("23503",)]
)
def test_what_is_no_rule_of_ours_stays_an_error(told):
    assert explain(refused(*told)) is None


def test_error_that_no_database_raised_has_no_code():
    assert sqlstate_of(ValueError()) is None


def test_name_is_given_back_so_that_it_is_written_once(monkeypatch):
    monkeypatch.setattr("foundation.constraints._REFUSALS", {})

    assert say("days_in_order", "The end is not before the beginning.", field="ends_on") == "days_in_order"
    assert refusals() == {"days_in_order": ("The end is not before the beginning.", "ends_on")}


@pytest.mark.django_db
def test_promise_kept_at_commit_is_asked_for_early_and_by_its_name_alone():
    activity = ActivityFactory()
    activity.domains.clear()

    with pytest.raises(BrokenConstraint) as said, transaction.atomic():
        check_now("activity_has_a_domain")

    assert said.value.constraint == "activity_has_a_domain"
    activity.domains.set(ActivityFactory().domains.all())
    check_now("activity_has_a_domain")


@pytest.mark.django_db
def test_wrapper_says_it_wherever_the_statement_comes_from():
    activity = ActivityFactory()

    with pytest.raises(BrokenConstraint) as said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE actionplan_activity SET superseded_by_id = id WHERE id = %s", [activity.pk])

    assert str(said.value) == "An activity does not supersede itself."
