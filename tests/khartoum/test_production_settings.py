"""Production refuses to start without its secrets, in a sentence, and passes Django's own deployment checks."""

import json
import os
import subprocess
import sys

import pytest

from tools.places import ROOT

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "khartoum.settings.production",
    "SECRET_KEY": "a-fairly-long-k3y" * 4,
    "LEDGER_ANCHOR_KEY": "4nch0r-" * 20,
    "DATABASE_URL": "postgresql://user:word@database:5432/khartoum",
    "REDIS_URL": "redis://broker:6379/0",
    "ALLOWED_HOSTS": "khartoum.example.org",
    "PUBLIC_URL": "https://khartoum.example.org",
    "EMAIL_HOST": "mail.example.org",
}


INCOMPLETE = {name: {name: ""} for name in COMPLETE if name != "DJANGO_SETTINGS_MODULE"}
WEAK = {
    f"{name}={value}": {name: value}
    for name, value in (
        ("SECRET_KEY", "too short"),
        ("SECRET_KEY", "development-only: this key protects nothing outside this machine"),
        ("LEDGER_ANCHOR_KEY", "too short"),
        ("DATABASE_URL", "postgresql://user:pass%word@database/khartoum"),
        ("PUBLIC_URL", "http://khartoum.example.org"),
        ("PUBLIC_URL", "https://"),
        ("ALLOWED_HOSTS", "*"),
    )
}
STARTS = """
import json, os, sys
for settings in json.loads(sys.argv[1]):
    os.environ.update(settings)
    for name in [name for name in sys.modules if name.startswith("khartoum.settings")]:
        del sys.modules[name]
    try:
        import khartoum.settings.production
    except Exception as refused:
        print(json.dumps(f"{type(refused).__name__}: {refused}"))
    else:
        print(json.dumps(None))
"""
"""Reads the settings once for each environment given, and tells what each was refused with."""


def python(*command, **environment):
    env = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME"}} | environment
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def refusals():
    """By what is wrong with the environment."""
    wrong = INCOMPLETE | WEAK
    done = python("-c", STARTS, json.dumps([COMPLETE, *(COMPLETE | changed for changed in wrong.values())]))
    complete, *refused = map(json.loads, done.stdout.splitlines())
    assert complete is None, complete
    return dict(zip(wrong, refused, strict=True))


def test_deployment_checks_find_nothing():
    done = python("manage.py", "check", "--deploy", "--fail-level", "INFO", **COMPLETE)

    assert done.returncode == 0, done.stderr


def test_what_refuses_to_start_says_so_last():
    done = python("-c", "import khartoum.settings.production", **COMPLETE | {"SECRET_KEY": ""})

    assert done.returncode != 0
    assert (
        done.stderr.strip().splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured: Set SECRET_KEY: ")
    )


@pytest.mark.parametrize("name", INCOMPLETE)
def test_a_missing_variable_is_named_in_a_sentence(name, refusals):
    assert refusals[name].startswith(f"ImproperlyConfigured: Set {name}: ")


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_value_is_refused(weak, refusals):
    assert refusals[weak].startswith("ImproperlyConfigured: ")
    assert weak.partition("=")[0] in refusals[weak]


def test_an_address_that_cannot_be_read_is_not_repeated(refusals):
    said = refusals["DATABASE_URL=postgresql://user:pass%word@database/khartoum"]

    assert "pass%word" not in said


def test_the_demonstration_is_refused():
    code = "import khartoum.settings.production as place; print(place.DEMONSTRATION, place.DEBUG)"
    done = python("-c", code, **COMPLETE | {"DEMONSTRATION": "1", "DEBUG": "1"})

    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("process", ["khartoum.celery", "khartoum.wsgi"])
def test_process_that_is_told_nothing_of_its_place_is_of_production(process):
    done = python("-c", f"import {process}")

    assert "khartoum/settings/production.py" in done.stderr
    assert done.stderr.strip().splitlines()[-1].partition(": ")[2].startswith("Set SECRET_KEY: ")
