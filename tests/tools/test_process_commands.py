"""A process runs the same command on a laptop, from the Procfile and from docker-compose."""

import json
import os
import re
import subprocess
import time

import pytest
import yaml

from tools import commands
from tools.places import ROOT
from tools.steps import steps

OURS = {"web": commands.WEB, "worker": commands.WORKER, "beat": commands.BEAT}


def plain(command: str) -> str:
    """Without what a place must choose: the Python, the shell around it, the address."""
    return re.sub(r"^(exec )?python -m | --bind \S+", "", command)


@pytest.mark.parametrize("process", OURS)
def test_procfile_runs_what_make_run_does(process):
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())

    assert plain(lines[process]) == OURS[process]


@pytest.mark.parametrize("process", OURS)
def test_compose_runs_what_make_run_does(process):
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert plain(services[process]["command"]) == OURS[process]


def test_the_image_runs_the_web_by_default():
    line = re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert plain(json.loads(line[1])[-1]) == commands.WEB


def test_release_step_and_migrate_service_are_the_same():
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert lines["release"] == services["migrate"]["command"][-1]


def test_each_release_lets_requests_say_what_its_rules_ask():
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    [load] = [step.command[2:] for step in steps() if "load_reference" in step.command]

    assert load == ["load_reference", "--align"]
    assert lines["release"].endswith(f" && python manage.py {' '.join(load)}")


def test_every_variable_that_the_operations_guide_names_reaches_web_worker_and_beat():
    rows = re.findall(r"^\| (`[A-Z_]+`.*)$", (ROOT / "docs/operations.md").read_text(), re.MULTILINE)
    table = re.findall(r"`([A-Z]+_[A-Z_]+)`", " ".join(rows))
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    of_the_image, of_migrate = "LEDGER_ANCHOR_FILE", "DATABASE_OWNER_URL"
    assert {"EMAIL_PORT", "API_ANONYMOUS_PER_MINUTE", "REMINDERS_GAP_HOURS"} <= set(table)

    for process in OURS:
        assert set(table) - {of_the_image, of_migrate} - set(services[process]["environment"]) == set()
    assert of_migrate in services["migrate"]["environment"]
    assert of_the_image in (ROOT / "Dockerfile").read_text()


def test_every_service_has_a_health_check_and_the_image_is_not_root():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert [name for name, service in services.items() if "healthcheck" not in service] == ["migrate"]
    assert re.findall(r"^USER (\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE) == ["khartoum"]


@pytest.mark.parametrize(("seconds_ago", "is_healthy"), [(5, True), (150, False), (None, False)])
def test_beat_that_is_silent_is_not_healthy(seconds_ago, is_healthy, tmp_path):
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    shell, command = services["beat"]["healthcheck"]["test"]
    if seconds_ago is not None:
        pulse = tmp_path / "kh-pulse-one" / "pulse"
        pulse.parent.mkdir()
        pulse.touch()
        os.utime(pulse, (time.time() - seconds_ago,) * 2)

    looked = subprocess.run(["sh", "-c", command.replace("/tmp/", f"{tmp_path}/")], capture_output=True, check=False)

    assert shell == "CMD-SHELL"
    assert (looked.returncode == 0) is is_healthy
