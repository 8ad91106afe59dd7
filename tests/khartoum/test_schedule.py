"""What the beat rings exists, has a name of its own, and a ring that waited too long is dropped."""

from types import SimpleNamespace

from khartoum import celery
from khartoum.celery import app


def own_tasks():
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_everything_on_the_schedule_is_a_task():
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= own_tasks().keys()


def test_tasks_have_names_that_survive_a_move():
    assert [name for name, task in own_tasks().items() if name.startswith(task.__module__)] == []


def test_a_ring_that_waited_longer_than_its_interval_is_dropped():
    for entry in app.conf.beat_schedule.values():
        assert entry["options"]["expires"] == entry["schedule"].total_seconds()


def test_a_worker_that_has_just_started_says_so_and_each_of_its_processes_sends_what_is_due(monkeypatch):
    rung = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: rung.append((name, options["expires"])))

    celery.begin_at_once(SimpleNamespace(controller=SimpleNamespace(concurrency=2)))

    assert rung == [("khartoum.heartbeat", 10), ("outbox.deliver", 15), ("outbox.deliver", 15)]
