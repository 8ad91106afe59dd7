"""The product with mails among others that take down whoever tries them, and with less patience for who hangs."""

from khartoum.settings.test import *  # noqa: F403 -- a place extends another
from khartoum.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos.poison.Poison"]
OUTBOX_SHIFT = 3
CELERY_TASK_TIME_LIMIT = 8
CELERY_TASK_SOFT_TIME_LIMIT = 7
"""Seconds, in place of 150 and 130."""
