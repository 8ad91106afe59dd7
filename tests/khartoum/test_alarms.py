"""Each alarm that the program can raise stands in docs/operations.md, in the very words that an operator reads."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module

import pytest

from khartoum.health import CHECKS
from tools.places import ROOT

ROOMS = (
    *("actionplan", "documents", "foundation", "integrations", "khartoum", "meetings"),
    *("notifications", "parties", "reports"),
)
LOUD = {"warning", "error", "critical", "exception"}
GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def calls(word: str, *folders: str) -> Iterator[ast.Call]:
    """Calls in the files of these folders that say a word."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            text = file.read_text("utf-8")
            if word in text:
                yield from (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def words(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def alarms_of_the_log() -> set[str]:
    """As the guide writes them: `...` for what differs from one to the next."""
    loud = (
        call
        for call in calls("log.", *ROOMS)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in LOUD
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "log"
    )
    return {words(call).replace("%s", "...") for call in loud}


def metrics() -> set[str]:
    kind = "GaugeMetricFamily"
    return {words(call) for call in calls(kind, "khartoum") if getattr(call.func, "id", "") == kind}


def test_the_log_and_the_metrics_are_read_at_all():
    assert "outbox: message ... was ..." in alarms_of_the_log()
    assert "khartoum_outbox_held" in metrics()


@pytest.mark.parametrize("alarm", sorted(alarms_of_the_log()))
def test_each_alarm_of_the_log_is_explained(alarm):
    assert f"`{alarm}`" in GUIDE


@pytest.mark.parametrize("metric", sorted(metrics()))
def test_each_metric_is_explained(metric):
    assert f"`{metric}" in GUIDE


@pytest.mark.parametrize("check", CHECKS)
def test_each_reason_of_not_being_ready_is_explained(check):
    assert f"| `/readyz`: `{check}`" in GUIDE


@pytest.mark.parametrize("words", ["hung and is started anew", "ended by itself and is started anew"])
def test_what_the_watch_says_is_explained(words):
    assert words in (ROOT / "khartoum" / "watch.py").read_text("utf-8")
    assert f"`watch: the process {words}`" in GUIDE


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("celery.app.trace", "raised unexpected"),
        ("celery.worker.request", "Hard time limit (%ss) exceeded for %s[%s]"),
        ("billiard.pool", "Process %r pid:%r exited with %r"),
        ("celery.worker.consumer.consumer", "consumer: Connection to broker lost."),
        ("celery.worker.consumer.consumer", "consumer: Cannot connect to %s"),
        ("celery.beat", "beat: Connection error: %s"),
        ("celery.beat", "Message Error: %s"),
    ],
)
def test_what_the_libraries_say_in_the_log_is_explained(module, words):
    assert words in inspect.getsource(import_module(module))
    assert words.replace("%s", "...").replace("%r", "...") in GUIDE
