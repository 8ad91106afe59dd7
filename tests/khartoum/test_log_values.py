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
