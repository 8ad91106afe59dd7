"""A query that stands gives what its queryset gives: each time what is there now, compiled once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import CharField, Exists, OuterRef
from django.db.models.sql.compiler import SQLCompiler

from foundation.standing import PLANNED_AFTER, Given, Standing, moment
from parties.models import Authority, Mandate, Party
from parties.selectors import HELD, offices_held
from tests.factories.parties import AuthorityFactory, appoint, participant

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALIKE = Authority.objects.filter(party=OuterRef("party"))


@pytest.fixture
def mandates():
    """One office with an authority beside it, one without."""
    authority = AuthorityFactory(party=participant("UG"), state="on_hold")
    people = [appoint("focal_point", authority.party, authority=authority), appoint("focal_point", participant("ET"))]
    return list(Mandate.objects.filter(user__in=people).order_by("pk"))


def rows_of(code):
    return (
        Mandate.objects.filter(party__code=code)
        .select_related("office", "authority__party")
        .annotate(is_beside=Exists(ALIKE))
        .order_by("pk")
    )


@pytest.mark.django_db
def test_rows_are_those_of_the_queryset_with_what_comes_along(mandates, django_assert_num_queries):
    standing = Standing(lambda: rows_of(Given("code", CharField())))

    with django_assert_num_queries(2):
        told = [
            (row, row.office.code, row.authority and row.authority.party.code, row.is_beside)
            for code in ("UG", "ET")
            for row in standing.rows(code=code)
        ]

    assert told == [
        (row, row.office.code, row.authority and row.authority.party.code, row.is_beside)
        for code in ("UG", "ET")
        for row in rows_of(code)
    ]
    assert {row for row, *_beside in told} >= set(mandates)


@pytest.mark.django_db
def test_fields_of_a_row_are_those_that_a_queryset_reads(mandates):
    standing = Standing(lambda: rows_of(Given("code", CharField())))

    first, plain = standing.rows(code="UG")[0], rows_of("UG")[0]

    assert [(one.__dict__ | {"_state": None}).keys() for one in (first, first.office)] == [
        (one.__dict__ | {"_state": None}).keys() for one in (plain, plain.office)
    ]
    assert (first.uuid, first.begins_on, first.office.side) == (plain.uuid, plain.begins_on, plain.office.side)
    assert not first._state.adding


@pytest.mark.django_db
def test_what_changed_is_read_although_the_query_is_kept():
    made = []
    standing = Standing(lambda: made.append(1) or Party.objects.filter(code=Given("code", CharField())))
    before = standing.rows(code="ET")[0].version
    Party.objects.filter(code="ET").update(version=before + 1)

    after = standing.rows(code="ET")[0].version

    assert (after - before, made, standing.rows(code="nobody")) == (1, [1], [])


@pytest.mark.django_db
def test_what_becomes_of_the_columns_is_worked_out_once(monkeypatch):
    looked = []
    look = SQLCompiler.get_converters
    monkeypatch.setattr(SQLCompiler, "get_converters", lambda self, told: looked.append(1) or look(self, told))
    standing = Standing(lambda: rows_of(Given("code", CharField())))

    for code in ("UG", "ET", "UG"):
        standing.rows(code=code)

    assert looked == [1]


@pytest.mark.django_db
def test_columns_that_are_left_out_are_read_when_they_are_asked_for():
    standing = Standing(lambda: Party.objects.only("code").filter(code=Given("code", CharField())))

    (row,) = standing.rows(code="ET")

    assert row.get_deferred_fields() >= {"version", "name_en"}
    assert row.name_en == Party.objects.get(code="ET").name_en


@pytest.mark.django_db
def test_moment_is_asked_for_its_day_too():
    standing = Standing(lambda: Mandate.objects.in_force(moment("now")).order_by("pk"))
    over = appoint("focal_point", participant("ET"), begins_on=NOW.date(), ended_at=None)
    held = Mandate.objects.get(user=over)

    asked = [NOW - timedelta(days=1), NOW, NOW + timedelta(days=400)]

    assert [standing.rows(now=now) for now in asked] == [
        list(Mandate.objects.in_force(now).order_by("pk")) for now in asked
    ]
    assert held in standing.rows(now=NOW)


@pytest.mark.django_db
def test_offices_of_a_person_end_with_the_moment():
    person = appoint("focal_point", participant("ET"), ends_on=NOW.date())

    assert [len(offices_held(person.pk, NOW - timedelta(days=days))) for days in (1, 0)] == [1, 0]
    assert HELD.rows(user=person.pk, now=NOW) == []


@pytest.mark.django_db(transaction=True)
def test_query_is_asked_in_a_session_that_planned_it_before_its_table_was_altered(test_databases):
    standing = Standing(lambda: Party.objects.only("iso3").filter(code=Given("code", CharField())))
    for _each in range(PLANNED_AFTER + 1):
        standing.rows(code="ET")

    with test_databases.connect(test_databases.clone) as elsewhere:
        elsewhere.execute("ALTER TABLE parties_party ALTER COLUMN iso3 TYPE text")

    assert [row.iso3 for row in standing.rows(code="ET")] == ["ETH"]


@pytest.mark.django_db
def test_server_knows_a_query_again_that_was_asked_before():
    standing = Standing(
        lambda: Party.objects.filter(code=Given("code", CharField()), name_en=Given("name", CharField()))
    )

    for _each in range(PLANNED_AFTER + 1):
        standing.rows(code="ET", name="nobody")

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE from_sql = false")
        assert [told for (told,) in cursor.fetchall() if '"name_en" = ($2)' in told]
