"""The log as production writes it, line by line, kept in memory for the tests to search."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.config import DictConfigurator

from khartoum.settings.logs import logging as settings_of

WHAT_A_REQUEST_TELLS = {"method", "path", "status", "ms", "request_id", "event", "logger", "level", "timestamp"}


class Kept(logging.Handler):
    """Formats as production does, and keeps the lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.listens = False

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


LOG = Kept()


@contextmanager
def listening() -> Iterator[Kept]:
    """Every line of ours and of the libraries from INFO on is kept, those of requests among them."""
    LOG.setFormatter(DictConfigurator({}).configure_formatter(settings_of(json=True)["formatters"]["house"]))
    root, requests = logging.getLogger(), logging.getLogger("khartoum.request")
    before = root.level, requests.level
    root.addHandler(LOG)
    root.setLevel(logging.INFO)
    requests.setLevel(logging.INFO)
    LOG.listens = True
    try:
        yield LOG
    finally:
        LOG.listens = False
        root.removeHandler(LOG)
        root.setLevel(before[0])
        requests.setLevel(before[1])


def tells_too_much(line: str) -> str:
    """What a line of a request says beyond what was asked, how it ended and how long it took; empty if nothing."""
    said = json.loads(line)
    if said["logger"] != "khartoum.request":
        return ""
    more = sorted(set(said) - WHAT_A_REQUEST_TELLS)
    return ", ".join(more) or ("a query string" if "?" in said.get("path", "") else "")
