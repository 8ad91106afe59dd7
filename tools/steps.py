"""What must be done to a database before the site can answer; each step is noted when it is done, and not before.

A start that is killed in the middle finds the note missing and does the step again: every step is safe to repeat.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
from environs import Env

from foundation.database_roles import APP_ROLE, OWNER_ROLE, UNREADABLE, UnfitDatabaseError, prepare
from tools.catalogues.files import compile_changed
from tools.children import Children
from tools.commands import manage, python
from tools.places import FULL, ROOT, StartError, is_full

NOTES = """
    CREATE SCHEMA IF NOT EXISTS make_run;
    CREATE TABLE IF NOT EXISTS make_run.steps (name text PRIMARY KEY, fingerprint text NOT NULL);
"""
"""A schema beside the product's own: what `make run` did here."""
NOTE = """
    INSERT INTO make_run.steps VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint
"""
ONCE = "once"
MIGRATES = ("*/migrations/*", "*/*/migrations/*", "requirements.lock")
LOADS = (
    *("**/reference/**/*", "*/models/*.py", "*/models.py", "*/*/models.py"),
    *("*/findable.py", "foundation/search/*.py"),
    *("*/selectors/**/*.py", "*/selectors.py", "khartoum/request_kinds.py"),
    *MIGRATES,
)
"""What is loaded and searched, and by which rules people are asked."""


@dataclass(frozen=True)
class Step:
    """A management command, the role it runs in, and what it depends on: done again when that changes."""

    name: str
    command: list[str]
    role: str
    fingerprint: str


def fingerprint(*patterns: str) -> str:
    """Changes when one of the files does."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in product_files(pattern)}):
        digest.update(os.fsencode(path.relative_to(ROOT)) + b"\0" + path.read_bytes())
    return digest.hexdigest()


def product_files(pattern: str) -> list[Path]:
    """Files of the checkout, without what runs and tools leave in it."""
    return [
        path
        for path in ROOT.glob(pattern)
        if path.is_file() and path.suffix != ".pyc" and not path.relative_to(ROOT).parts[0].startswith(".")
    ]


def steps() -> list[Step]:
    """In order. The demonstration is loaded once and in one transaction; from then on the data is yours."""
    wanted = [
        Step("migrating the database", python("tools.migrate --verbosity 0"), OWNER_ROLE, fingerprint(*MIGRATES)),
        Step("loading the reference data", manage("load_reference --align"), APP_ROLE, fingerprint(*LOADS)),
    ]
    if Env().bool("DEMONSTRATION", True):
        wanted.append(Step("loading the demonstration", manage("load_demonstration"), APP_ROLE, ONCE))
    return wanted


def connect(url: str) -> psycopg.Connection:
    """To the database. Raises `UnfitDatabaseError` for an address that is none: psycopg repeats it."""
    try:
        return psycopg.connect(url, autocommit=True)
    except psycopg.ProgrammingError:
        raise UnfitDatabaseError(UNREADABLE) from None


def bring_up_to_date(url: str, env: Mapping[str, str], children: Children, timed: Callable[[str], None]) -> None:
    """Compile the texts, make the roles, and do each step whose note is missing or old."""
    if languages := compile_changed():
        timed(f"compiled the translations: {', '.join(languages)}")
    try:
        connection = connect(url)
        prepare(connection)
    except (UnfitDatabaseError, psycopg.Error) as error:
        raise StartError(f"the database cannot be used: {error}") from error
    with connection:
        connection.execute(NOTES)
        done: dict[str, str] = dict(connection.execute("SELECT name, fingerprint FROM make_run.steps").fetchall())
        for step in steps():
            if done.get(step.name) != step.fingerprint and not children.voice.stop.is_set():
                timed(step.name)
                do(step, connection, env, children, partial(timed, step.name))


def do(
    step: Step,
    connection: psycopg.Connection,
    env: Mapping[str, str],
    children: Children,
    goes_on: Callable[[], None] | None = None,
) -> None:
    """Run the command, then note it. Where the disk is full, that is said in the place of the command's own words."""
    said: list[str] = []
    in_role = {**env, "DATABASE_ROLE": step.role}
    done = children.run("set-up", step.command, env=in_role, hear=said.append, goes_on=goes_on)
    if not done and not children.voice.stop.is_set() and is_full("\n".join(said)):
        raise StartError(FULL)
    for line in said:
        children.voice.pass_on("set-up", line)
    if not done:
        if children.voice.stop.is_set():
            return
        raise StartError(f"{step.name} failed; its own words are above")
    connection.execute(NOTE, (step.name, step.fingerprint))
