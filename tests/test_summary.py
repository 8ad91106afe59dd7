"""A whole run that counted too little fails, though each of its tests passed."""

from types import SimpleNamespace

import pytest

from tests import summary
from tests.matrix.counting import CASES, FEWEST_CASES, FEWEST_IN_A_LONG_RUN, FEWEST_SEARCHED, SEARCHED


@pytest.fixture
def counts(monkeypatch):
    counted = {CASES: 0, SEARCHED: 0}
    monkeypatch.setattr(summary, "COUNTS", counted)
    return counted


@pytest.fixture
def run(pytestconfig):
    """A run of these marks; None are those of `make test`."""

    def of(marks=None, *, paths="TESTPATHS", **chosen):
        options = pytestconfig.getini("addopts")
        return SimpleNamespace(
            option=SimpleNamespace(markexpr=options[options.index("-m") + 1] if marks is None else marks),
            args_source=SimpleNamespace(name=paths),
            getini=pytestconfig.getini,
            getoption=chosen.get,
        )

    return of


def finished(config, status=0):
    session = SimpleNamespace(config=config, exitstatus=status)
    summary.pytest_sessionfinish(session)
    return int(session.exitstatus)


@pytest.mark.parametrize(
    ("marks", "name", "fewest"),
    [(None, CASES, FEWEST_CASES), ("fuzz", CASES, FEWEST_IN_A_LONG_RUN), ("matrix", SEARCHED, FEWEST_SEARCHED)],
)
@pytest.mark.parametrize(("short", "status"), [(0, 0), (1, 1), (None, 1)], ids=["enough", "one too few", "none"])
def test_a_whole_run_passes_only_with_enough_of_what_it_counts(counts, run, marks, name, fewest, short, status):
    counts[name] = 0 if short is None else fewest - short

    assert finished(run(marks)) == status
    assert len(summary.too_little(run(marks))) == status


@pytest.mark.parametrize("chosen", [{"paths": "ARGS"}, {"keyword": "names"}, {"lf": True}])
def test_a_part_that_somebody_chose_need_not_count_enough(counts, run, chosen):
    assert finished(run(**chosen)) == 0


def test_a_run_that_failed_keeps_its_own_outcome(counts, run):
    assert finished(run(), status=2) == 2


def test_five_hundred_cases_are_generated_at_least():
    assert FEWEST_CASES >= 500
    assert FEWEST_IN_A_LONG_RUN >= 100_000
