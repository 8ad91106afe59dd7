"""What a start does to its database: each step once, and noted when it is done, so that the next one repairs a kill."""

import threading
from types import SimpleNamespace

import pytest

from foundation.database_roles import APP_ROLE, OWNER_ROLE
from tools import steps
from tools.places import StartError
from tools.steps import Step, bring_up_to_date, fingerprint

pytestmark = pytest.mark.usefixtures("django_db_setup")


class Commands:
    """Commands that only note that they were run, and end as they are told."""

    def __init__(self) -> None:
        self.voice = SimpleNamespace(stop=threading.Event(), pass_on=lambda _name, _line: None)
        self.run_so_far: list[tuple[str, str]] = []
        self.failing = self.stopped_in = ""

    def run(self, _name, command, *, env, hear, goes_on):
        hear("a line of its own")
        self.run_so_far.append((command[0], env["DATABASE_ROLE"]))
        if command[0] == self.stopped_in:
            self.voice.stop.set()
        return command[0] not in {self.failing, self.stopped_in}


@pytest.fixture
def start(test_databases, monkeypatch):
    """Starts with two steps; gives what was run in one."""
    wanted = {"first": "a", "second": "b"}
    roles = {"first": OWNER_ROLE, "second": APP_ROLE}
    made = lambda: [Step(name, [name], roles[name], print_) for name, print_ in wanted.items()]  # noqa: E731 -- as `steps`
    monkeypatch.setattr(steps, "steps", made)

    def begin(*, changed="", failing="", stopped_in=""):
        commands = Commands()
        commands.failing, commands.stopped_in = failing, stopped_in
        if changed:
            wanted[changed] += " changed"
        said = []
        try:
            bring_up_to_date(test_databases.address(test_databases.clone), {}, commands, said.append)
        except StartError as error:
            said.append(str(error))
        return commands.run_so_far, said

    yield begin
    with test_databases.connect(test_databases.clone) as database:
        database.execute("DROP SCHEMA IF EXISTS make_run CASCADE")


FIRST, SECOND = ("first", OWNER_ROLE), ("second", APP_ROLE)


def test_steps_are_done_once_in_their_order_and_in_their_roles(start):
    assert start()[0] == [FIRST, SECOND]
    assert start() == ([], [])


def test_step_is_done_again_when_what_it_depends_on_changes(start):
    start()

    assert start(changed="second") == ([SECOND], ["second"])


def test_step_that_failed_is_named_and_done_again_by_the_next_start(start):
    assert start(failing="first") == ([FIRST], ["first", "first failed; its own words are above"])
    assert start()[0] == [FIRST, SECOND]


def test_step_that_was_broken_off_is_not_noted_and_none_comes_after_it(start):
    assert start(stopped_in="first") == ([FIRST], ["first"])
    assert start(stopped_in="second")[0] == [FIRST, SECOND]
    assert start()[0] == [SECOND]


def test_database_that_cannot_be_used_is_said_in_a_sentence():
    with pytest.raises(StartError, match=r"^the database cannot be used: "):
        bring_up_to_date("postgresql:///nowhere?host=/nowhere", {}, Commands(), print)


def test_demonstration_is_loaded_unless_it_is_not_wanted(monkeypatch):
    with_it = [step.name for step in steps.steps()]
    monkeypatch.setenv("DEMONSTRATION", "false")

    assert with_it == ["migrating the database", "loading the reference data", "loading the demonstration"]
    assert [step.name for step in steps.steps()] == with_it[:2]


def test_fingerprint_follows_names_and_contents(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    (tmp_path / "one.json").write_text("1")
    before = fingerprint("*.json")
    (tmp_path / "one.pyc").write_text("compiled")
    same = fingerprint("*")
    (tmp_path / "one.json").write_text("2")
    other = fingerprint("*.json")
    (tmp_path / "one.json").rename(tmp_path / "two.json")

    assert before == same
    assert len({before, other, fingerprint("*.json")}) == 3


def test_address_that_cannot_be_read_is_not_repeated():
    with pytest.raises(StartError, match="DATABASE_URL, or") as refused:
        bring_up_to_date("postgresql://user:pass%word@database/khartoum", {}, Commands(), print)

    assert "pass%word" not in str(refused.value)
