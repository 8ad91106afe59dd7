"""Databases for tests: a migrated template with the reference data, made once, and cheap clones of it.

The tests work as khartoum_app, which may not TRUNCATE: where Django would flush, a test gets a fresh clone instead.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from foundation.database_roles import APP_ROLE, OWNER_ROLE, locale_problem, prepare
from khartoum.settings.servers import parse, session_options
from tools.migrate import quick_migrations

ROOT = Path(__file__).resolve().parent.parent
SHAPES_A_DATABASE = (
    *("*/migrations/*", "*/*/migrations/*", "*/reference/**/*"),
    *("foundation/database_roles.py", "foundation/guards.py"),
    *("*/findable.py", "foundation/search/*.py", "tests/databases.py"),
)
"""What the content of a fresh database follows from."""
OF_THE_TESTS = f"""
CREATE SCHEMA of_the_tests;
CREATE TABLE of_the_tests.mark (at) AS SELECT now();
GRANT USAGE ON SCHEMA of_the_tests TO {APP_ROLE};
GRANT SELECT, UPDATE ON of_the_tests.mark TO {APP_ROLE};
"""
BUILDING = 4_811_221
"""Advisory lock: of several workers one builds the template, the others wait."""


class TestDatabases:
    """The template and this worker's clone of it, on one server."""

    __test__ = False

    def __init__(self, url: str, worker: str) -> None:
        self.base, self.place = url, parse(url)
        name = self.place["NAME"]
        self.templates = f"test_{name}_template_"
        self.template = f"{self.templates}{fingerprint()}"
        self.clone = f"test_{name}_{worker}"
        self.kept: list[str] = []

    def set_up(self) -> None:
        """A clone of the template for this worker."""
        self.have_template()
        self.renew()

    def have_template(self) -> None:
        """Make the template, if there is none of this fingerprint; who comes meanwhile waits for it."""
        with self.server() as server:
            server.execute("SELECT pg_advisory_lock(%s)", (BUILDING,))
            if not self.has(server, self.template):
                self.build(server)
            server.execute("SELECT pg_advisory_unlock(%s)", (BUILDING,))

    def has(self, server: psycopg.Connection, name: str) -> bool:
        """Whether this database is there."""
        return bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone())

    def build(self, server: psycopg.Connection) -> None:
        """Migrate as the owner, load as the app; a half-made template never has the final name."""
        self._drop_all(server, self.templates)
        draft = f"{self.templates}draft"
        self.create(server, draft)
        with self.connect(draft) as fresh:
            prepare(fresh)
        self.point_to(draft, role=OWNER_ROLE)
        with quick_migrations():
            call_command("migrate", verbosity=0)
        self.point_to(draft)
        call_command("load_reference", verbosity=0)
        connections.close_all()
        with self.connect(draft) as filled:
            filled.execute(OF_THE_TESTS)
            filled.execute("ANALYZE")
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        server.execute(rename.format(sql.Identifier(draft), sql.Identifier(self.template)))

    def create(self, server: psycopg.Connection, name: str) -> None:
        """An empty database of the right encoding, whatever the server's own is."""
        locale = " ENCODING 'UTF8' LOCALE 'C.UTF-8'" if locale_problem(server, "template0") else ""
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0" + locale).format(sql.Identifier(name)))

    def renew(self, template: str = "") -> None:
        """A fresh clone in place of this worker's old one."""
        connections.close_all()
        self.copy(template or self.template, self.clone)
        self.point_to(self.clone)

    def keep(self, name: str) -> str:
        """Keep this worker's clone as it stands, to be cloned again by `renew`; gives its name on the server."""
        connections.close_all()
        self.kept.append(f"{self.clone}_{name}")
        self.copy(self.clone, self.kept[-1])
        return self.kept[-1]

    def furnished(self, name: str, furnish: Callable[[], bytes]) -> bytes:
        """Make this worker's clone one of the database `name`, which `furnish` fills for every worker and later run.

        Gives what `furnish` told of it. The name says by a fingerprint what it was made of; older ones go.
        """
        with self.server() as server:
            server.execute("SELECT pg_advisory_lock(%s)", (BUILDING,))
            if not self.has(server, name):
                self._drop_all(server, f"{name.rpartition('_')[0]}_")
                self.renew()
                self._tell(furnish())
                self.copy(self.clone, name)
            self.renew(name)
            server.execute("SELECT pg_advisory_unlock(%s)", (BUILDING,))
        with self.connect(name) as made:
            return made.execute("SELECT told FROM of_the_tests.furnished").fetchone()[0]

    def _tell(self, told: bytes) -> None:
        connections.close_all()
        with self.connect(self.clone) as filled:
            filled.execute("CREATE TABLE of_the_tests.furnished (told bytea)")
            filled.execute("INSERT INTO of_the_tests.furnished VALUES (%s)", (told,))

    def _drop_all(self, server: psycopg.Connection, beginning: str) -> None:
        names = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (beginning,))
        for (name,) in names.fetchall():
            self.drop(server, name)

    def copy(self, source: str, target: str) -> None:
        """`target` becomes a copy of `source`."""
        with self.server() as server:
            self.drop(server, target)
            command = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")  # a third of the time of WAL_LOG
            server.execute(command.format(sql.Identifier(target), sql.Identifier(source)))
            revoke = sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC")  # a copy has no rights of its source
            server.execute(revoke.format(sql.Identifier(target)))

    def tear_down(self) -> None:
        """The clone goes, the template stays for the next run."""
        connections.close_all()
        with self.server() as server:
            for name in (self.clone, *self.kept):
                self.drop(server, name)

    def point_to(self, name: str, *, role: str = APP_ROLE) -> None:
        """Every connection of this process goes to database `name` in `role` from here on."""
        connections.close_all()
        place = {**self.place, "NAME": name, "OPTIONS": {**self.place["OPTIONS"], "options": session_options(role)}}
        settings.DATABASES["default"].update(place)
        connection.settings_dict.update(place)

    def address(self, name: str) -> str:
        """A database of this server, as DATABASE_URL may say it."""
        return make_conninfo(self.base, dbname=name)

    @contextmanager
    def connect(self, name: str) -> Iterator[psycopg.Connection]:
        """As the user of the address, who may create databases and roles."""
        with psycopg.connect(self.address(name), autocommit=True) as made:
            yield made

    @contextmanager
    def server(self) -> Iterator[psycopg.Connection]:
        with self.connect("postgres") as made:
            yield made

    def drop(self, server: psycopg.Connection, name: str) -> None:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def fingerprint() -> str:
    """Changes when a migration, the reference data or a dependency changes."""
    return of_files(["requirements.lock", *SHAPES_A_DATABASE])


def of_files(patterns: Iterable[str], *more: str) -> str:
    """Changes when one of these files does, or one of the words."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        if path.suffix != ".pyc":
            digest.update(os.fsencode(path.relative_to(ROOT)) + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
