"""How far pip is, in lines of our own: what it writes about addresses stays with it."""

import pytest

from tools.install import Progress, packages_in
from tools.places import ROOT

SAID = (
    "Looking in indexes: https://packages.example.org/simple",
    "Collecting amqp==5.4.2 (from -r requirements.lock (line 6))",
    "  Downloading https://packages.example.org/files/amqp-5.4.2-py3-none-any.whl (51 kB)",
    "Collecting anyio==4.16.0 (from -r requirements.lock (line 10))",
)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((), "collected 0 of 3 packages"),
        (SAID, "collected 2 of 3 packages"),
        ((*SAID, "Installing collected packages: amqp, anyio"), "writing 3 packages into .venv"),
    ],
)
def test_progress_is_told_without_addresses(said, told):
    progress = Progress(3)

    progress.read(said)

    assert str(progress) == told


def test_each_package_of_the_lock_is_counted_once():
    lock = "# made by a tool ==\na==1 \\\n    --hash=sha256:==\n    # via b==2\n\nb==2 ; python_version == '3.12' \\\n"

    assert packages_in(lock) == 2
    assert packages_in((ROOT / "requirements.lock").read_text(encoding="utf-8")) > 100
