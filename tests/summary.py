"""What a run tells at its end: counts of the matrix and the canaries, what found each removed cut, and figures.

Hooks of the first process, which collects no tests under xdist: they are imported by the topmost conftest.
"""

import pytest

from tests.matrix.counting import CASES, COUNTS, FEWEST_CASES, FEWEST_IN_A_LONG_RUN, FEWEST_SEARCHED, SEARCHED

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
    elif session.exitstatus == 0 and too_little(config):
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
    for sentence in too_little(terminalreporter.config):
        terminalreporter.write_line(sentence)
    for line in FIGURES:
        terminalreporter.write_line(line)
    for what, found in sorted(FOUND.items()):
        terminalreporter.write_line(f"{what}\n    {found or 'NOTHING FOUND IT'}")


def too_little(config: pytest.Config) -> list[str]:
    """What a whole run counted too few of: it proves too little, though each of its tests passed."""
    fewest = _fewest(config).get(config.option.markexpr, {}) if _is_whole(config) else {}
    return [
        f"{name}: {COUNTS[name]}, and fewer than {few} prove too little."
        for name, few in fewest.items()
        if COUNTS[name] < few
    ]


def _fewest(config: pytest.Config) -> dict[str, dict[str, int]]:
    """By the marks that a run asks for; `make test` asks for none, which leaves out what pyproject.toml says."""
    options = config.getini("addopts")
    return {
        "matrix": {SEARCHED: FEWEST_SEARCHED},
        "fuzz": {CASES: FEWEST_IN_A_LONG_RUN},
        options[options.index("-m") + 1]: {CASES: FEWEST_CASES},
    }


def _is_whole(config: pytest.Config) -> bool:
    """Not a part of it that somebody chose."""
    chosen = any(config.getoption(option, None) for option in ("keyword", "deselect", "ignore", "lf", "collectonly"))
    return not chosen and config.args_source.name == "TESTPATHS"
