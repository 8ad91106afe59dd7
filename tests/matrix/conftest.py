"""One world for each module, and the number of cells and responses at the end of the run."""

import pytest

from tests.matrix.counting import COUNTS
from tests.matrix.fixtures import world  # noqa: F401 -- the fixture of this folder


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands its counts to the first process."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["matrix"] = dict(COUNTS)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:
    COUNTS.update(getattr(node, "workeroutput", {}).get("matrix", {}))


def pytest_terminal_summary(terminalreporter) -> None:
    for name, number in sorted(COUNTS.items()):
        terminalreporter.write_line(f"{name}: {number}")
