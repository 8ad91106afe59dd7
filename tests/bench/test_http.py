"""Over HTTP the page is served as often as was promised, and as cheaply (make bench prints the figures)."""

import subprocess

import pytest

from bench.figures import MISSED, report
from bench.http.measure import measure
from bench.http.servers import install_peers
from bench.reads.measure import key_of_a_reader
from bench.reads.rows import SIZES, fill

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


def test_page_over_http_is_as_fast_as_was_promised(addresses, tmp_path) -> None:
    try:
        install_peers()
    except subprocess.CalledProcessError:
        pytest.skip("django-ninja, FastAPI and asyncpg could not be installed: the page is compared with them")
    fill(SIZES["S"])

    figures = measure(key_of_a_reader(), addresses["DATABASE_URL"], addresses["REDIS_URL"], tmp_path)

    report(figures)
    assert [str(figure) for figure in figures if figure.goal and figure.verdict == MISSED] == []
