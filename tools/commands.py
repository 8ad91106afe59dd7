"""What the three kinds of process run; `make run`, the Procfile and docker-compose say the same (a test holds them)."""

import sys

WEB = "gunicorn khartoum.wsgi --workers 2 --threads 4 --no-control-socket --log-level warning"
WATCHED = "khartoum.watch celery --quiet -A khartoum"
WORKER = f"{WATCHED} worker --concurrency 2 --loglevel warning --without-mingle --without-gossip"
BEAT = f"{WATCHED} beat --scheduler khartoum.pulse.PulseOfBeat --pidfile= --loglevel warning"


def python(command: str, *more: str) -> list[str]:
    """As arguments, run by this very Python: scripts of a virtual environment break in paths with spaces."""
    return [sys.executable, "-m", *command.split(), *more]


def manage(command: str) -> list[str]:
    """A management command."""
    return [sys.executable, "manage.py", *command.split()]
