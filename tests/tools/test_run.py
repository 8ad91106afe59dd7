"""The supervisor's parts: the port, the lock, the folder for sockets, and children that die with their parent."""

import os
import select
import subprocess
import sys
import textwrap
import threading

import psycopg
import pytest

from tools import postgres
from tools.broker import reach
from tools.children import Children
from tools.lock import take_lock
from tools.places import FULL, NO_SPACE, ROOT, RUN, StartError, private_folder, run_folder
from tools.port import listen
from tools.run import in_a_sentence
from tools.steps import Step, do
from tools.voice import Voice


@pytest.fixture
def voice():
    return Voice(threading.Event())


def test_a_taken_port_is_said_in_one_sentence():
    with listen("") as first:
        number = first.getsockname()[1]

        with pytest.raises(StartError, match=rf"^port {number} is taken; choose another: PORT=8001 make run$"):
            listen(str(number))


@pytest.mark.parametrize("wanted", ["web", "0", "-1", "65536", "80 80"])
def test_what_is_no_port_is_said_in_one_sentence(wanted):
    with pytest.raises(StartError, match="is no port number"):
        listen(wanted)


@pytest.mark.parametrize(
    "named", ["nonsense", "redis://127.0.0.1:1/0", "redis+socket:///nowhere/valkey", "redis://[::1/0"]
)
def test_a_broker_that_does_not_answer_is_said_before_anything_rests_on_it(named):
    with pytest.raises(StartError, match=r"^the broker that REDIS_URL names cannot be used: "):
        reach(named)


def test_without_a_wish_two_checkouts_get_two_ports():
    with listen("") as first, listen("") as second:
        assert first.getsockname()[1] != second.getsockname()[1]


@pytest.mark.parametrize("place", ["file", "file/within", "missing/within"])
def test_a_place_where_nothing_can_be_written_is_said_in_one_sentence(place, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(StartError, match=r"^nothing can be written to .*: make it a folder of yours, or remove it$"):
        run_folder(tmp_path / place)


@pytest.mark.parametrize("name", ["env", "children", "valkey.log", "pg/postmaster.pid"])
def test_what_lies_in_the_way_of_a_start_is_named(name):
    error = IsADirectoryError(21, "Is a directory", str(RUN / name))

    assert in_a_sentence(error).endswith(
        f"{name} is not as a start leaves it (Is a directory): move it away, then start again"
    )


def test_a_file_elsewhere_that_is_missing_is_a_mistake_of_ours():
    with pytest.raises(FileNotFoundError):
        in_a_sentence(FileNotFoundError(2, "No such file or directory", str(ROOT / "manage.py")))


def test_a_second_start_in_the_same_checkout_names_the_first(tmp_path, voice):
    with (
        take_lock(tmp_path / "lock", children=tmp_path / "children", voice=voice),
        pytest.raises(StartError, match=f"running already \\(process {os.getpid()}\\)"),
    ):
        take_lock(tmp_path / "lock", children=tmp_path / "children", voice=voice)


def test_the_folder_for_sockets_is_private_and_kept(tmp_path):
    folder = private_folder(tmp_path / "memo")
    again = private_folder(tmp_path / "memo")
    folder.chmod(0o755)
    other = private_folder(tmp_path / "memo")

    assert again == folder
    assert other != folder
    assert len(os.fsencode(other)) < 80
    assert other.stat().st_mode & 0o777 == 0o700
    folder.rmdir()
    other.rmdir()


def test_a_closed_pipe_is_a_wish_to_stop(voice, monkeypatch):
    class Gone:
        def write(self, _text):
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    voice.say("anybody there?")

    assert voice.stop.is_set()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child to its parent")
def test_a_child_dies_with_a_parent_that_is_killed():
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent("""
            import signal, subprocess
            from tools.children import tied
            child = subprocess.Popen(tied(["sleep", "600"], signal.SIGTERM))
            while "sleep" not in open(f"/proc/{child.pid}/comm").read(): pass
            print(child.pid, flush=True)
            signal.pause()
        """),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    child = int(parent.stdout.readline())
    watch = os.pidfd_open(child)
    ended = select.poll()
    ended.register(watch, select.POLLIN)

    parent.kill()
    parent.wait()

    assert ended.poll(10_000) != []
    os.close(watch)


def test_a_user_without_a_name_is_told_so(monkeypatch):
    monkeypatch.setattr(postgres, "postgres_owner", lambda: 4_000_000)

    with pytest.raises(StartError, match="has no entry in /etc/passwd"):
        postgres.check_user()


@pytest.fixture
def children(voice, tmp_path):
    with (tmp_path / "lock").open("w") as lock:
        yield Children(voice, inherited=lock.fileno(), memo=tmp_path / "children")


def failing(words):
    command = [sys.executable, "-I", "-S", "-c", f"raise OSError({words!r})"]
    return Step("migrating the database", command, "khartoum_owner", "")


def test_a_full_disk_is_said_in_the_place_of_a_traceback(children, capsys):
    with pytest.raises(StartError, match=r"^no space is left on the disk"):
        do(failing("could not extend file: No space left on device"), None, {}, children)

    assert capsys.readouterr().out == ""


def test_what_else_fails_is_told_in_its_own_words(children, capsys):
    with pytest.raises(StartError, match=r"^migrating the database failed; its own words are above$"):
        do(failing("the moon is full"), None, {}, children)

    assert capsys.readouterr().out.splitlines()[-1] == "set-up   | OSError: the moon is full"


def test_a_command_that_takes_long_is_said_to_go_on(children, tmp_path, monkeypatch):
    monkeypatch.setattr("tools.children.EVERY", 0)
    os.mkfifo(tmp_path / "word")
    word = os.open(tmp_path / "word", os.O_RDWR)
    waits_for_a_word = [sys.executable, "-I", "-S", "-c", f"open({str(tmp_path / 'word')!r}).readline()"]

    assert children.run("set-up", waits_for_a_word, goes_on=lambda: os.write(word, b"it goes on\n"))
    os.close(word)


@pytest.mark.parametrize("error", [OSError(28, NO_SPACE), psycopg.errors.DiskFull(f"could not write: {NO_SPACE}")])
def test_start_that_finds_a_full_disk_says_so_and_nothing_else_is_hidden(error):
    assert in_a_sentence(error) == FULL
    with pytest.raises(KeyError):
        in_a_sentence(KeyError("a mistake of ours"))
