"""A workflow is a table: what it offers, in which order it refuses, and that the database holds the same table."""

import pytest
from django.db import connection, transaction

from foundation.actors import anonymous, system
from foundation.errors import IllegalTransition, NotAllowed, StaleVersion
from foundation.workflow import EdgeGuard, Transition, Workflow
from meetings.models import Meeting
from tests.factories.meetings import MeetingFactory

MEETS = Workflow(
    initial={"planned"},
    convene=Transition(
        {"planned", "postponed"}, "convened", allowed=lambda actor, _row: actor.is_system, label="Convene"
    ),
    postpone=Transition({"convened"}, "postponed", allowed=lambda _actor, _row: True, label="Postpone"),
)
"""Two steps of a meeting, told anew, so that nothing here follows from the table of the meetings."""


@pytest.mark.parametrize(
    ("state", "of_the_system", "of_a_reader"),
    [
        ("planned", ["convene"], []),
        ("convened", ["postpone"], ["postpone"]),
        ("postponed", ["convene"], []),
        ("held", [], []),
    ],
)
def test_steps_are_offered_by_state_and_right(state, of_the_system, of_a_reader):
    meeting = Meeting(state=state)

    assert MEETS.available(meeting, system()) == of_the_system
    assert MEETS.available(meeting, anonymous()) == of_a_reader


def test_edges_and_labels_are_those_of_the_table():
    assert MEETS.edges() == {("planned", "convened"), ("postponed", "convened"), ("convened", "postponed")}
    assert MEETS.label("convene") == "Convene"


@pytest.mark.django_db
def test_step_gives_the_row_as_it_stands_with_the_next_state_and_version_and_saves_nothing():
    seen = MeetingFactory(state="planned")
    Meeting.objects.filter(pk=seen.pk).update(title_en="Changed since", version=4)

    taken = MEETS.apply(seen, "convene", actor=system(), version=4)

    assert (taken.title_en, taken.state, taken.version) == ("Changed since", "convened", 5)
    assert Meeting.objects.get(pk=seen.pk).state == "planned"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "version", "refusal"),
    [
        ("held", 7, StaleVersion),
        ("held", 1, IllegalTransition),
        ("planned", 7, StaleVersion),
        ("planned", 1, NotAllowed),
    ],
)
def test_version_is_asked_before_the_edge_and_the_edge_before_the_right(state, version, refusal):
    meeting = MeetingFactory(state=state)

    with pytest.raises(refusal):
        MEETS.apply(meeting, "convene", actor=anonymous(), version=version)


@pytest.mark.django_db
def test_step_is_judged_by_the_state_that_is_stored_and_not_by_the_one_that_was_read():
    meeting = MeetingFactory(state="planned")
    seen = Meeting.objects.get(pk=meeting.pk)
    Meeting.objects.filter(pk=meeting.pk).update(state="convened")

    with pytest.raises(IllegalTransition):
        MEETS.apply(seen, "convene", actor=system(), version=None)


@pytest.mark.django_db
def test_row_is_locked_without_keeping_foreign_keys_waiting(django_assert_num_queries):
    meeting = MeetingFactory(state="planned")

    with django_assert_num_queries(1) as asked:
        MEETS.apply(meeting, "convene", actor=system(), version=1)

    assert asked[0]["sql"].endswith("FOR NO KEY UPDATE")


@pytest.fixture
def guarded(db):
    """A table of a session's own, with the guard that the steps above would give it."""
    guard = EdgeGuard(field="state", initial=MEETS.initial, edges=MEETS.edges(), name="edges")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("CREATE TABLE of_a_test (state text)")
        body = guard.get_func(Meeting)
        cursor.execute(f"CREATE FUNCTION of_a_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
        cursor.execute(
            "CREATE TRIGGER edges BEFORE INSERT OR UPDATE ON of_a_test FOR EACH ROW EXECUTE FUNCTION of_a_test()"
        )
        yield cursor


@pytest.mark.parametrize(
    ("statement", "is_listed"),
    [
        ("INSERT INTO of_a_test VALUES ('planned')", True),
        ("INSERT INTO of_a_test VALUES ('convened')", False),
        ("INSERT INTO of_a_test VALUES ('planned'); UPDATE of_a_test SET state = 'convened'", True),
        ("INSERT INTO of_a_test VALUES ('planned'); UPDATE of_a_test SET state = 'planned'", True),
        ("INSERT INTO of_a_test VALUES ('planned'); UPDATE of_a_test SET state = 'postponed'", False),
    ],
)
def test_guard_of_the_database_takes_what_the_table_lists_and_nothing_else(guarded, statement, is_listed):
    if is_listed:
        guarded.execute(statement)
    else:
        with pytest.raises(IllegalTransition), transaction.atomic():
            guarded.execute(statement)
