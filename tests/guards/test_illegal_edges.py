"""A step that no workflow lists is refused by the workbench, the API, `queryset.update()` and raw SQL: every one."""

import json

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.urls import reverse
from psycopg import sql

from foundation.errors import IllegalTransition
from khartoum.api import router
from tests.factories.parties import actor_as, person
from tests.guards.illegal_edges import MADE, guarded, row_in

pytestmark = pytest.mark.django_db
TABLES = {table.model._meta.label: table for table in guarded()}
PLACES = [(label, state) for label, table in TABLES.items() for state in table.states]
SCREENS = {model._meta.label: screen for model, screen in admin.site._registry.items() if model._meta.label in TABLES}
DOORS = [
    (viewset.model._meta.label, basename, viewset)
    for _prefix, viewset, basename in router.registry
    if getattr(viewset, "model", None) is not None and viewset.model._meta.label in TABLES
]
REFUSED = {400, 403, 409}
"""A form may ask for what the step needs before it is refused; nothing is written in any case."""
NOT_WRITTEN = {400, 403, 404, 405}
"""A state is no field (400), the row is not this reader's to write (403, 404), or nothing is written there (405)."""


def test_every_table_with_a_workflow_is_tried():
    assert {table.model for table in TABLES.values()} == set(MADE)
    assert sum(len(table.illegal(state)) for table in TABLES.values() for state in table.states) > 200


@pytest.mark.parametrize(("label", "source"), PLACES)
def test_no_unlisted_step_is_taken_by_the_workbench_the_api_or_a_statement(label, source, client):
    """One row before each door in turn; whoever opens one finds it as it stood."""
    officer = person("presidency_current")
    client.force_login(officer)
    table = TABLES[label]
    row = row_in(table, source)

    if label in SCREENS:
        assert_workbench_refuses(SCREENS[label], row, source, officer, client)
    for basename, viewset in [door for of, *door in DOORS if of == label]:
        assert_api_refuses(basename, viewset, row, table.illegal(source), client)
    assert_no_statement_passes(table, row, source)


def assert_workbench_refuses(screen, row, source, officer, client):
    """Each step that is not open; the page does not offer it either."""
    missing = set() if seen_by(officer, row).exists() else {404}
    before = as_it_stands(row)
    for name in steps_not_open(screen, source):
        answer = client.post(screen.step_url(row, name), {"seen_version": getattr(row, "version", "")})

        assert answer.status_code in (missing or (REFUSED if screen.steps[name].form else {403, 409})), name
        assert as_it_stands(row) == before, name
        shown = screen.get_object(answer.wsgi_request, str(row.pk))
        assert shown is None or name not in screen.open_steps(answer.wsgi_request, shown), name


def steps_not_open(screen, source):
    listed = screen.workflow.steps if screen.workflow else {}
    return [name for name in screen.steps if name in listed and source not in listed[name].sources]


def assert_api_refuses(basename, viewset, row, targets, client):
    """A state is no field there, whatever it says: that the guard stopped one (409) would mean that it is."""
    before = as_it_stands(row)
    address = reverse(f"{basename}-detail", args=[getattr(row, viewset.lookup_field)])
    given = {"If-Match": f'"{getattr(row, "version", 1)}.x"', "Idempotency-Key": "by-hand"}
    for target in targets[:1]:
        for ask in (client.put, client.patch, client.post):
            answer = ask(address, json.dumps({"state": target}), content_type="application/json", headers=given)
            assert answer.status_code in NOT_WRITTEN, ask
    assert as_it_stands(row) == before


def assert_no_statement_passes(table, row, source):
    let_through = []
    for target in table.illegal(source):
        for write in (update, as_the_role_of_the_product):
            try:
                with transaction.atomic():
                    write(row, table.guard.field, target)
                let_through.append((write.__name__, target))
            except IllegalTransition:
                continue

    assert let_through == []
    row.refresh_from_db()
    assert getattr(row, table.guard.field) == source


def update(row, field, state):
    type(row)._base_manager.filter(pk=row.pk).update(**{field: state})


def as_the_role_of_the_product(row, field, state):
    statement = sql.SQL("UPDATE {} SET {} = %s WHERE id = %s").format(
        sql.Identifier(row._meta.db_table), sql.Identifier(field)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("khartoum_app",)
        cursor.execute(statement, [state, row.pk])


def seen_by(officer, row):
    """The row, where it is one that officers see at all."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    return rows.visible_to(actor_as(officer, "presidency")) if hasattr(rows, "visible_to") else rows


def as_it_stands(row):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(one) FROM {row._meta.db_table} one WHERE id = %s", [row.pk])
        return json.loads(cursor.fetchone()[0])


@pytest.mark.parametrize("label", TABLES)
def test_no_row_begins_in_a_state_that_no_history_begins_in(label):
    table = TABLES[label]
    row = row_in(table, table.guard.initial[0])
    columns = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    values = sql.SQL(", ").join(
        sql.Placeholder() if column == table.guard.field else sql.Identifier(column) for column in columns
    )
    copied = sql.SQL("INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id = %s").format(
        table=sql.Identifier(row._meta.db_table), columns=listed, values=values
    )

    for state in {*table.states, "unheard of"} - set(table.guard.initial):
        with pytest.raises(IllegalTransition), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(copied, [state, row.pk])
