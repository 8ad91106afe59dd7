"""Worker and beat are watched: who hangs is killed with its children and started anew."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from celery.schedules import schedule

from khartoum import watch
from khartoum.celery import app
from khartoum.pulse import PulseOfBeat, PulseOfWorker
from khartoum.watch import SILENT, STARTING, Watched
from tools.places import ROOT

SLEEPS = [sys.executable, "-ISc", "import signal; signal.pause()"]


@pytest.fixture
def waiting(monkeypatch):
    """What the broker says; None: nothing."""
    said = {"bells": 0}
    monkeypatch.setattr(watch, "bells_waiting", lambda: said["bells"])
    return said


@pytest.fixture
def watched(tmp_path, waiting):
    one = Watched(SLEEPS, tmp_path)
    yield one
    one.bury()


def touch(file, moment):
    file.touch()
    os.utime(file, (moment, moment))


def looks(watched, number):
    for _each in range(number):
        watched.listen()


def test_who_is_heard_again_and_again_is_left_alone(watched):
    for moment in range(1, SILENT * 2):
        touch(watched.pulse, moment)
        watched.listen()

    assert not watched.is_lost


def test_who_falls_silent_is_lost_and_nothing_of_it_is_left_when_it_is_buried(watched):
    touch(watched.pulse, 1)
    looks(watched, SILENT + 1)
    before = watched.is_lost
    watched.listen()

    watched.bury()

    assert (before, watched.is_lost) == (False, True)
    assert watched.process.returncode == -signal.SIGKILL


def test_who_is_being_started_has_more_time(watched):
    looks(watched, STARTING)
    assert not watched.is_lost
    watched.listen()
    assert watched.is_lost


def test_silence_counts_only_while_the_broker_answers(watched, waiting):
    touch(watched.pulse, 1)
    waiting["bells"] = None

    looks(watched, STARTING * 2)

    assert not watched.is_lost


def test_who_ends_no_task_while_tasks_wait_is_lost_however_often_it_is_heard(watched, waiting):
    waiting["bells"] = 3
    for moment in range(1, STARTING + 3):
        touch(watched.pulse, moment)
        watched.listen()
    assert watched.is_lost

    touch(watched.done, 1)
    watched.listen()
    assert not watched.is_lost


def test_who_ends_before_it_ever_lived_is_not_started_again():
    command = [sys.executable, "-m", "khartoum.watch", "this_module_is_nowhere"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "this_module_is_nowhere" in ended.stderr


def test_worker_and_beat_touch_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("KHARTOUM_PULSE", str(tmp_path / "pulse"))

    class Parent:
        class timer:  # noqa: N801 -- celery's name
            @staticmethod
            def call_repeatedly(seconds, call):
                assert seconds < SILENT

    assert PulseOfWorker in app.steps["consumer"]
    PulseOfWorker(Parent).start(Parent)
    assert (tmp_path / "pulse").exists()
    (tmp_path / "pulse").unlink()

    assert PulseOfBeat(app, schedule={}, lazy=True).tick() < SILENT
    assert (tmp_path / "pulse").exists()


def test_beat_goes_on_ringing_when_the_clock_is_set_back_by_an_hour():
    hour = timedelta(hours=1)
    beat = PulseOfBeat(app, schedule={}, lazy=True)
    before = app.now() + hour
    entry = beat.Entry(name="one", task="one", schedule=schedule(10, app=app), app=app, last_run_at=before)
    beat.schedule["one"] = entry
    beat.ahead = time.time() + hour.total_seconds() - time.monotonic()

    beat.tick()

    assert entry.last_run_at < before
    assert entry.is_due().next <= 10
