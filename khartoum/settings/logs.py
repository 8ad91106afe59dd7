"""How the processes speak: one line per event, for people on a laptop and as JSON in production."""

from logging import Filter, LogRecord
from typing import Any

import structlog
from structlog.dev import plain_traceback
from structlog.tracebacks import ExceptionDictTransformer

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]

WITHOUT_VALUES = ExceptionDictTransformer(show_locals=False)
"""A traceback names places, never what variables held: drafts, passwords and keys pass through them."""


REFUSALS = range(400, 500)


class RefusalsAreNoFailures(Filter):
    """An answer of 400 to 499 is a line of its own; where in the program it was given helps nobody."""

    def filter(self, record: LogRecord) -> bool:
        """Keep the line, without a traceback."""
        if getattr(record, "status_code", 0) in REFUSALS:
            record.exc_info = None
        return True


def _last(*, json: bool) -> list[Any]:
    """What makes a line out of an event."""
    clean = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if not json:
        return [clean, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain_traceback)]
    traceback = structlog.processors.ExceptionRenderer(WITHOUT_VALUES)
    return [clean, traceback, structlog.processors.JSONRenderer(ensure_ascii=False)]


def logging(*, json: bool, level: str = "WARNING", everything: bool = False) -> dict[str, Any]:
    """Django's LOGGING: every logger of ours and of the libraries goes the same way to standard output.

    `everything`: also each request and each anchor of the ledger, as production keeps them.
    """
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {"()": structlog.stdlib.ProcessorFormatter, "foreign_pre_chain": SHARED, "processors": _last(json=json)}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"house": formatter},
        "filters": {"refusals": {"()": RefusalsAreNoFailures}},
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "house",
                "filters": ["refusals"],
            }
        },
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "khartoum.request": {"level": "INFO" if everything else level},
            "ledger.anchor": {"level": "INFO" if everything else level},
            "django": {"handlers": [], "level": level, "propagate": True},
            "gunicorn.error": {"handlers": [], "level": level, "propagate": True},
            "gunicorn.http": {"level": "ERROR"},
        },
    }
