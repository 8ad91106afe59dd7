"""Language, zone and addresses belong to the thread that set them, and are read without a lock."""

import ast
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.urls import base as urls
from django.utils import timezone, translation

from foundation.per_thread import PLACES, keep_per_thread

ROOMS = ("foundation", "parties", "integrations", "notifications", "documents", "meetings", "actionplan", "reports")


@pytest.mark.parametrize(("module", "name"), PLACES)
def test_holder_is_the_threads_own(module, name):
    assert isinstance(getattr(module, name), threading.local)


def test_what_one_thread_sets_no_other_reads():
    translation.activate("ar")
    timezone.activate("Africa/Cairo")

    with ThreadPoolExecutor(1) as other:
        read = other.submit(lambda: (translation.get_language(), timezone.get_current_timezone_name())).result()

    assert (translation.get_language(), timezone.get_current_timezone_name()) == ("ar", "Africa/Cairo")
    assert read == ("en", "UTC")
    timezone.deactivate()


def test_prefix_that_was_set_before_stays_set():
    before = urls.get_script_prefix()

    keep_per_thread()

    assert urls.get_script_prefix() == before


def test_nothing_of_ours_is_a_coroutine():
    sources = [path for room in (*ROOMS, "khartoum") for path in Path(room).rglob("*.py")]

    found = [
        path
        for path in sources
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.AsyncFunctionDef)
    ]

    assert sources
    assert found == []
