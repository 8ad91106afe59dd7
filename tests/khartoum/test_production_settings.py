"""Production refuses to start without its secrets, in a sentence, and passes Django's own deployment checks."""

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


def python(*command, **environment):
    env = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME"}} | environment
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def start(**environment):
    return python("-c", "import khartoum.settings.production", **environment)


def test_deployment_checks_find_nothing():
    done = python("manage.py", "check", "--deploy", "--fail-level", "INFO", **COMPLETE)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", [name for name in COMPLETE if name != "DJANGO_SETTINGS_MODULE"])
def test_a_missing_variable_is_named_in_a_sentence(name):
    done = start(**COMPLETE | {name: ""})

    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1].startswith(f"django.core.exceptions.ImproperlyConfigured: Set {name}: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "too short"),
        ("SECRET_KEY", "development-only: this key protects nothing outside this machine"),
        ("LEDGER_ANCHOR_KEY", "too short"),
        ("PUBLIC_URL", "http://khartoum.example.org"),
        ("ALLOWED_HOSTS", "*"),
    ],
)
def test_a_weak_value_is_refused(name, value):
    done = start(**COMPLETE | {name: value})

    assert done.returncode != 0
    assert name in done.stderr.strip().splitlines()[-1]


def test_the_demonstration_is_refused():
    code = "import khartoum.settings.production as place; print(place.DEMONSTRATION, place.DEBUG)"
    done = python("-c", code, **COMPLETE | {"DEMONSTRATION": "1", "DEBUG": "1"})

    assert done.stdout.split() == ["False", "False"]
