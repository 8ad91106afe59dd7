"""The app's role reads and writes rows and may do nothing else, in the tests as in production."""

import psycopg
import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from foundation.database_roles import APP_ROLE, OWNER_ROLE, Login, locale_problem, prepare


@pytest.mark.django_db
def test_tests_work_in_the_apps_role():
    with connection.cursor() as cursor:
        role = cursor.execute("SELECT current_user").fetchone()[0]

    assert role == APP_ROLE


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE accounts_user CASCADE",
        "DROP TABLE accounts_user",
        "ALTER TABLE accounts_user ADD COLUMN x int",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
        "DELETE FROM django_migrations",
        "UPDATE django_migrations SET name = name",
    ],
)
def test_app_role_may_not_change_the_tables(statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_every_table_belongs_to_the_owner_role():
    with connection.cursor() as cursor:
        owners = cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()

    assert owners == [(OWNER_ROLE,)]


@pytest.mark.usefixtures("django_db_setup")
def test_preparing_again_changes_nothing(test_databases):
    with test_databases.connect(test_databases.clone) as database:
        rights = "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
        before = database.execute(rights).fetchall()

        prepare(database)

        assert database.execute(rights).fetchall() == before


@pytest.mark.usefixtures("django_db_setup")
def test_a_database_of_another_encoding_is_refused_with_a_sentence(test_databases):
    name = f"{test_databases.clone}_latin"
    with test_databases.server() as server:
        test_databases.drop(server, name)
        server.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER libc"
        )
        try:
            problem = locale_problem(server, name)
        finally:
            test_databases.drop(server, name)

    assert "SQL_ASCII" in problem
    assert "CREATE DATABASE" in problem


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_turn", [1, 2])
def test_a_transactional_test_starts_from_a_fresh_database(_turn, test_databases):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user WHERE email = 'left@behind.test'")
        found = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO accounts_user (uuid, email, full_name, language, time_zone, is_active, is_service, created_at,"
            " password) VALUES (gen_random_uuid(), 'left@behind.test', 'Left', 'en', 'UTC', true, false, now(), '')"
        )
    with test_databases.connect(test_databases.clone) as beside:
        seen = beside.execute("SELECT count(*) FROM accounts_user WHERE email = 'left@behind.test'").fetchone()[0]

    assert (found, seen) == (0, 1)


@pytest.mark.usefixtures("django_db_setup")
def test_the_roles_cannot_log_in(test_databases):
    with test_databases.server() as server:
        roles = server.execute(
            "SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname = ANY(%s) ORDER BY 1", ([APP_ROLE, OWNER_ROLE],)
        )

        assert roles.fetchall() == [(APP_ROLE, False), (OWNER_ROLE, False)]


@pytest.mark.usefixtures("django_db_setup")
def test_the_login_of_the_app_cannot_become_the_owner(test_databases):
    login = Login(f"{test_databases.clone}_login", "a password of this test")
    with test_databases.connect(test_databases.clone) as database:
        prepare(database, login=login)
        try:
            roles = database.execute(
                "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
                " WHERE m.member = (SELECT oid FROM pg_roles WHERE rolname = %s)",
                (login.user,),
            ).fetchall()
            database.execute(f"SET SESSION AUTHORIZATION {login.user}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                database.execute(f"SET ROLE {OWNER_ROLE}")
            database.execute(f"SET ROLE {APP_ROLE}")
            database.execute("RESET ROLE")
            database.execute("RESET SESSION AUTHORIZATION")
        finally:
            database.execute(f"DROP ROLE {login.user}")

    assert roles == [(APP_ROLE,)]
