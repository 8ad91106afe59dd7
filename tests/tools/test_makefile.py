"""`make` where something is missing, and killed while it installs, with a Python that only notes what it is asked."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.places import ROOT

MAKE = shutil.which("make")
PYTHON = f"""#!/bin/sh
case "$*" in
  *ensurepip*) exit "$WITHOUT_ENSUREPIP" ;;
  *version_info*) exit "$TOO_OLD" ;;
  -c*) exec {sys.executable} "$@" ;;
esac
case "$1" in -m) echo "$2" >> asked ;; *) echo "$1" >> asked ;; esac
case "$*" in
  "-m venv --clear .venv") {shutil.which("mkdir")} -p .venv/bin; {shutil.which("cp")} "$0" .venv/bin/python ;;
  "tools/install.py "*) case "$PIP" in killed) kill -KILL 0 ;; failing) exit 1 ;; esac ;;
esac
"""


class Checkout:
    """A folder with our Makefile, and a Python beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a checkout"
        self.folder.mkdir()
        shutil.copy(ROOT / "Makefile", self.folder)
        self.lock("one==1")
        (folder / "bin").mkdir()
        self.python = folder / "bin" / "python3"
        self.python.write_text(PYTHON)
        self.python.chmod(0o755)
        (folder / "bin" / "touch").symlink_to(shutil.which("touch"))

    def lock(self, text):
        (self.folder / "requirements.lock").write_text(text)

    def make_run(self, *, pip="", without_ensurepip=0, too_old=0):
        """The code it ended with, what it said, and the modules that its Python was asked to run."""
        asked = self.folder / "asked"
        asked.unlink(missing_ok=True)
        env = {"PATH": str(self.python.parent), "PIP": pip, "TOO_OLD": str(too_old)}
        done = subprocess.run(
            [MAKE, "run"],
            cwd=self.folder,
            env={**env, "WITHOUT_ENSUREPIP": str(without_ensurepip), "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
        return done.returncode, done.stdout, asked.read_text().split() if asked.exists() else []


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


def test_packages_are_installed_once_and_again_when_the_lock_changes(checkout):
    first, second = checkout.make_run(), checkout.make_run()
    checkout.lock("one==2")
    third = checkout.make_run()

    assert [code for code, _said, _asked in (first, second, third)] == [0, 0, 0]
    assert first[2] == third[2] == ["venv", "tools/install.py", "tools.run"]
    assert second[2] == ["tools.run"]


def test_installation_that_was_killed_with_its_whole_group_is_done_again(checkout):
    killed = checkout.make_run(pip="killed")
    after = checkout.make_run()

    assert killed[0] == -signal.SIGKILL
    assert killed[2] == ["venv", "tools/install.py"]
    assert after[2] == ["venv", "tools/install.py", "tools.run"]


def test_installation_that_failed_says_so_and_counts_for_nothing(checkout):
    code, said, asked = checkout.make_run(pip="failing")

    assert code != 0
    assert "==> the packages could not be installed; pip's own words are above" in said
    assert asked == ["venv", "tools/install.py"]
    assert checkout.make_run()[2] == ["venv", "tools/install.py", "tools.run"]


@pytest.mark.parametrize("is_there", [True, False])
def test_python_that_is_missing_or_too_old_is_said_in_a_sentence(checkout, is_there):
    if not is_there:
        checkout.python.unlink()

    code, said, asked = checkout.make_run(too_old=1)

    assert code != 0
    assert "==> Python 3.11, 3.12 or 3.13 is needed and was not found; for example: apt-get install" in said
    assert asked == []


def test_python_that_makes_no_environments_is_said_in_a_sentence(checkout):
    code, said, asked = checkout.make_run(without_ensurepip=1)

    assert code != 0
    assert (
        "==> this Python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv" in said
    )
    assert asked == []


def test_environment_that_is_named_is_used_as_it_is(checkout):
    own = checkout.folder / "own" / "bin"
    own.mkdir(parents=True)
    shutil.copy(checkout.python, own / "python")

    subprocess.run([MAKE, "run", "VENV=own"], cwd=checkout.folder, env={"PATH": os.defpath}, check=True)

    assert (checkout.folder / "asked").read_text().split() == ["tools.run"]
