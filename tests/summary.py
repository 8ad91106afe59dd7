"""What a run tells at its end: counts of the matrix and the canaries, what found each removed cut, and figures.

Hooks of the first process, which collects no tests under xdist: they are imported by the topmost conftest.
"""

import pytest

from tests.matrix.counting import COUNTS, FEWEST_SEARCHED, SEARCHED

REMOVED = "removed: "
FOUND: dict[str, str] = {}
"""What was removed -> what found it."""
FIGURES: list[str] = []
"""What runs that kill and measure tell of themselves, to be quoted."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands its counts to the first process, which is content only with enough of them."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput |= {"counts": dict(COUNTS), "figures": FIGURES}
    elif session.exitstatus == 0 and _proves_too_little(config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:
    told = getattr(node, "workeroutput", {})
    COUNTS.update(told.get("counts", {}))
    FIGURES.extend(told.get("figures", ()))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call":
        FOUND.update({name: found for name, found in report.user_properties if name.startswith(REMOVED)})


def pytest_terminal_summary(terminalreporter) -> None:
    for name, number in sorted(COUNTS.items()):
        terminalreporter.write_line(f"{name}: {number}")
    if _proves_too_little(terminalreporter.config):
        terminalreporter.write_line(f"Fewer than {FEWEST_SEARCHED} responses were searched: that proves too little.")
    for line in FIGURES:
        terminalreporter.write_line(line)
    for what, found in sorted(FOUND.items()):
        terminalreporter.write_line(f"{what}\n    {found or 'NOTHING FOUND IT'}")


def _proves_too_little(config: pytest.Config) -> bool:
    """A whole `make matrix`, and not a part of it that somebody chose."""
    is_whole = config.option.markexpr == "matrix" and not config.option.keyword
    return is_whole and config.args_source.name == "TESTPATHS" and COUNTS[SEARCHED] < FEWEST_SEARCHED
