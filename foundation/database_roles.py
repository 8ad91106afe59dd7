"""The two roles of the database, made by the same statements on a laptop, in the tests and in production.

`khartoum_owner` owns the tables and migrates; `khartoum_app` reads and writes rows and may do nothing else, so a right
that a migration takes from it (the ledger is insert-only) holds in development as it does in production.
Nothing here reads settings: the tools use it before Django is set up.
"""

from typing import NamedTuple

from psycopg import Connection, sql

OWNER_ROLE = "khartoum_owner"
APP_ROLE = "khartoum_app"
LOCALES = ("C.UTF-8", "C.utf8")
UNREADABLE = (
    "DATABASE_URL, or DATABASE_OWNER_URL where it is given, cannot be read: write "
    "postgresql://user:password@host:5432/khartoum, with %40 for @, %2F for /, %23 for # and %25 for % in the password."
)
"""In place of libpq's own words, which hold the address, and the password in it."""
PREPARING = 4_811_220
"""Advisory lock: two processes preparing databases of one cluster take turns (roles belong to the cluster)."""
NEW_OBJECTS = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
STATEMENTS = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "GRANT CONNECT, TEMPORARY, CREATE ON DATABASE {database} TO {owner}",
    "GRANT CONNECT ON DATABASE {database} TO {app}",
    "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {app}",
    "ALTER SCHEMA public OWNER TO {owner}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
    f"{NEW_OBJECTS} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{app}}",
    f"{NEW_OBJECTS} GRANT USAGE ON SEQUENCES TO {{app}}",
)
"""TRUNCATE is never granted, and rights on tables that stand already are left as their migrations set them.
Who can make a temporary table can put it in the place of ours for a session, so nobody but the owner can."""


class Login(NamedTuple):
    """A user that connects and its password."""

    user: str
    password: str


class UnfitDatabaseError(Exception):
    """The database cannot hold the product; the sentence says what to do."""


def prepare(connection: Connection, *, login: Login | None = None) -> None:
    """Make the roles, give this database to the owner role and let `login` work as the app role. Safe to repeat.

    The connection's user must be a superuser, or own the database and be allowed to create roles.
    """
    if problem := locale_problem(connection):
        raise UnfitDatabaseError(problem)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (PREPARING,))
        for role in (OWNER_ROLE, APP_ROLE):
            _make_role(connection, role)
        if login and login.user != connection.info.user:
            _make_login(connection, login)
        if not is_prepared(connection):
            names = {
                "database": sql.Identifier(connection.info.dbname),
                "owner": sql.Identifier(OWNER_ROLE),
                "app": sql.Identifier(APP_ROLE),
            }
            for statement in STATEMENTS:
                connection.execute(sql.SQL(statement).format(**names))


def is_prepared(connection: Connection) -> bool:
    """Whether the owner role holds this database already."""
    row = connection.execute(
        "SELECT 1 FROM pg_namespace n, pg_default_acl a, pg_extension e "
        "WHERE n.nspname = 'public' AND pg_get_userbyid(n.nspowner) = %(owner)s AND a.defaclnamespace = n.oid "
        "AND pg_get_userbyid(a.defaclrole) = %(owner)s AND a.defaclobjtype = 'S' AND e.extname = 'btree_gist' "
        "AND NOT has_database_privilege(%(app)s, current_database(), 'TEMPORARY')",
        {"owner": OWNER_ROLE, "app": APP_ROLE},
    ).fetchone()
    return row is not None


def locale_problem(connection: Connection, database: str | None = None) -> str | None:
    """Why the encoding or locale of a database (this one) will not do, or None: all places must compare text alike."""
    row = connection.execute(
        "SELECT pg_encoding_to_char(encoding), to_jsonb(d) FROM pg_database d WHERE datname = %s",
        (database or connection.info.dbname,),
    ).fetchone()
    encoding, facts = row or ("", {})
    builtin = facts.get("datlocprovider") == "b"
    locale = facts.get("datlocale") if builtin else facts.get("datctype")
    if encoding == "UTF8" and locale in LOCALES:
        return None
    return (
        f"The database {facts.get('datname')} has encoding {encoding} and locale {locale}, not UTF8 and C.UTF-8. "
        "Create it with: CREATE DATABASE .. TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
    )


def _make_login(connection: Connection, login: Login) -> None:
    """The login that web, worker and beat connect as: it may take the app's role and no other."""
    name = sql.Identifier(login.user)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login.user,)).fetchone():
        command = sql.SQL("CREATE ROLE {} LOGIN NOINHERIT PASSWORD {}")
        connection.execute(command.format(name, sql.Literal(login.password)))
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP_ROLE), name))


def _make_role(connection: Connection, role: str) -> None:
    """Create the role if absent, and let the connecting user take it."""
    name = sql.Identifier(role)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(name))
    if not connection.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", (role,)).fetchone()[0]:  # type: ignore[index]  # -- one row always
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))
