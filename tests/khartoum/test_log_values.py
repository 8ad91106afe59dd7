"""What variables held never reaches a log, in development or in production."""

import logging
from logging.config import dictConfig

import pytest

from khartoum.settings.logs import logging as settings_of


@pytest.fixture
def as_before(settings):
    yield
    dictConfig(settings.LOGGING)


def fail_over(draft):
    raise LookupError(len(draft))


@pytest.mark.parametrize("json", [False, True])
def test_traceback_names_places_and_shows_no_values(json, as_before, capsys):
    dictConfig(settings_of(json=json))

    try:
        fail_over("".join(reversed("tfard a fo ecnetnes a")))
    except LookupError:
        logging.getLogger("khartoum").exception("broken")

    said = capsys.readouterr().out
    assert "broken" in said
    assert "LookupError" in said
    assert "a sentence of a draft" not in said


def test_a_refusal_is_one_line_and_a_failure_names_its_places(as_before, capsys):
    dictConfig(settings_of(json=True))
    log = logging.getLogger("django.request")
    for status in (403, 500):
        try:
            fail_over("x")
        except LookupError:
            log.warning("answered %s", status, exc_info=True, extra={"status_code": status})

    refused, failed = capsys.readouterr().out.splitlines()

    assert "LookupError" not in refused
    assert "LookupError" in failed
