"""Celery: the app that workers run, and the schedule; what the beat rings is code, here and nowhere else."""

import os
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready

from khartoum.pulse import PulseOfWorker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings.production")

app = Celery("khartoum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["consumer"].add(PulseOfWorker)


def every(seconds: int) -> timedelta:
    """How often a task is rung; a ring that waits longer than this is stale and dropped by its `expires`."""
    return timedelta(seconds=seconds)


SCHEDULE = {
    "khartoum.heartbeat": every(10),
    "outbox.deliver": every(15),
    "ledger.anchor": every(60),
    "accounts.tidy": every(3600),
    "integrations.forget_answers": every(3600),
    "khartoum.tell_webhooks": every(15),
    "reports.give_receipts": every(60),
    "meetings.close_silence": every(60),
    "notifications.sweep": every(60),
    "notifications.refresh_calendars": every(24 * 3600),
}
app.conf.beat_schedule = {
    task: {"task": task, "schedule": interval, "options": {"expires": interval.total_seconds()}}
    for task, interval in SCHEDULE.items()
}
app.conf.beat_schedule["khartoum.heartbeat"]["options"]["priority"] = 0
"""Before all others: that much is to be done is no sign that nobody does it."""


@setup_logging.connect(dispatch_uid="khartoum.logging")
def keep_our_logging(**_kwargs: object) -> None:
    """Celery would set up a logging of its own; the project's stands already."""


@worker_ready.connect(dispatch_uid="khartoum.begins")
def begin_at_once(sender: Any, **_kwargs: object) -> None:
    """A worker that has just started says so, and each of its processes sends what is due: none waits for the beat."""
    app.send_task("khartoum.heartbeat", expires=10, priority=0)
    for _process in range(sender.controller.concurrency):
        app.send_task("outbox.deliver", expires=SCHEDULE["outbox.deliver"].total_seconds())
