"""Celery: the app that workers run, and the schedule; what a beat rings is code, here and nowhere else."""

import os
from datetime import timedelta

from celery import Celery
from celery.signals import setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings.development")

app = Celery("khartoum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

HEARTBEAT = "khartoum.heartbeat"
app.conf.beat_schedule = {
    HEARTBEAT: {"task": HEARTBEAT, "schedule": timedelta(seconds=10), "options": {"expires": 10}},
}


@setup_logging.connect(dispatch_uid="khartoum.logging")
def keep_our_logging(**_kwargs: object) -> None:
    """Celery would set up its own logging; the project's stands already."""


@worker_ready.connect(dispatch_uid="khartoum.heartbeat")
def beat_once(**_kwargs: object) -> None:
    """A worker that has just started says so at once, without waiting for the beat."""
    app.send_task(HEARTBEAT, expires=10)
