"""What tests begin with: made by the services once in each worker, and put back as rows for every later test.

Makers that are `kept` (those of `tests/factories`) are followed: as long as a test has called nothing but such makers,
what the next one would make is known, and is put back as the rows that it made before. Whoever writes anything else is
on their own from there on: makers make. Rows come back past guards and histories, which judged them when they were
made; `tests/test_states.py` holds that nothing differs.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256
from time import perf_counter
from typing import NamedTuple

from django.db import connection, transaction
from factory import CREATE_STRATEGY
from factory.django import DjangoModelFactory

from tests.rows import present_savepoint, put_back, statements

SESSIONS = tuple(f'{what} "django_session"' for what in ("INSERT INTO", "UPDATE", "DELETE FROM"))
OF_SIGNING_IN = (*SESSIONS, 'UPDATE "accounts_user" SET "last_login"')
"""What `force_login` writes: no maker looks at it."""
LONG, EARLY = 0.03, 3
"""Seconds and steps: what took longer to make, and what a test begins with, is kept the first time it is made."""
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SHOW", "EXPLAIN")
HOW_IT_STANDS = """
SELECT d.oid, pg_current_xact_id_if_assigned() IS NULL AND r.rolsuper, pg_stat_force_next_flush()
FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = session_user
"""
"""Which database, and whether its rows may be put back; what this transaction counts of its rows ends with it."""


class Made(NamedTuple):
    """What a maker left behind: its answer, its rows, what it wanted done at the commit."""

    answer: bytes
    rows: str
    at_commit: list


class Course:
    """How a test got where it is: a digest of the kept makers it called, or nothing once that cannot be had again."""

    def __init__(self) -> None:
        self.so_far: bytes | None = None
        self.steps = 0
        self.making = False
        self.asked: set[bytes] = set()
        self.made: dict[bytes, Made] = {}

    def begin(self) -> None:
        self.so_far, self.steps = b"", 0
        if self.watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.watch)

    def watch(self, execute: Callable, sql: str, *rest: object) -> object:
        if self.so_far is not None and not self.making:
            statement = str(sql).lstrip()
            if not statement.startswith(READS + OF_SIGNING_IN):
                self.so_far = None
        return execute(sql, *rest)

    @contextmanager
    def one_making(self) -> Iterator[int]:
        """What is written meanwhile is the maker's; gives the number of its savepoint."""
        self.so_far, self.making = None, True
        try:
            with transaction.atomic():
                yield present_savepoint()
        finally:
            self.making = False

    def step(self, name: str, args: tuple, given: dict) -> bytes | None:
        """How the test will have got there; nothing where that is not known, or while queries are counted."""
        if self.so_far is None or self.making or connection.force_debug_cursor or not connection.in_atomic_block:
            return None
        try:
            asked = pickle.dumps((name, args, given))
        except (pickle.PicklingError, AttributeError, TypeError):
            return None
        begun = self.so_far or self._beginning()
        # What was read from a pickle is written alike again; what was made in another way need not be.
        return begun and sha256(begun + pickle.dumps(pickle.loads(asked))).digest()

    def _beginning(self) -> bytes | None:
        """A database on a day, in which this transaction has written nothing."""
        with connection.cursor() as cursor:
            cursor.execute(HOW_IT_STANDS)
            database, untouched, _counted = cursor.fetchone()
        if not untouched:
            self.so_far = None
            return None
        return f"{database} {datetime.now(UTC).date()}".encode()

    def go(self, step: bytes, make: Callable):
        """What was made before, put back; or made, and kept if that is likely to pay."""
        self.steps += 1
        if step in self.made:
            return self._put_back(step)
        waiting, began = len(connection.run_on_commit), perf_counter()
        with self.one_making() as since:
            answer = make()
        if step in self.asked or self.steps <= EARLY or perf_counter() - began > LONG:
            self._keep(step, answer, since, waiting)
        self.asked.add(step)
        return answer

    def _keep(self, step: bytes, answer: object, since: int, waiting: int) -> None:
        """From here on this step can be had again; after one that is not kept, rows would have other numbers."""
        rows = statements(since)
        if rows is not None:
            at_commit = [(function, robust) for _ids, function, robust in connection.run_on_commit[waiting:]]
            self.made[step] = Made(pickle.dumps(answer), rows, at_commit)
            self.so_far = step

    def _put_back(self, step: bytes):
        made = self.made[step]
        put_back(made.rows)
        for function, robust in made.at_commit:
            connection.run_on_commit.append((set(connection.savepoint_ids), function, robust))
        self.so_far = step
        return pickle.loads(made.answer)


COURSE = Course()


def kept(make: Callable) -> Callable:
    """What this maker makes is kept, and put back where a test has called only such makers before."""

    @wraps(make)
    def maker(*args, **given):
        step = COURSE.step(f"{make.__module__}.{make.__qualname__}", args, given)
        return make(*args, **given) if step is None else COURSE.go(step, lambda: make(*args, **given))

    return maker


def keep_rows_of_factories() -> None:
    """Rows that factories make are kept as well."""
    generate = DjangoModelFactory._generate.__func__

    def generated(made_by: type, strategy: str, params: dict):
        step = COURSE.step(made_by.__qualname__, (), params) if strategy == CREATE_STRATEGY else None
        return (
            generate(made_by, strategy, params)
            if step is None
            else COURSE.go(step, lambda: generate(made_by, strategy, params))
        )

    DjangoModelFactory._generate = classmethod(generated)
