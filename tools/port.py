"""The address the site answers on: a socket we listen on ourselves and hand to the web server."""

import socket
from collections.abc import Iterable

from tools.places import StartError

HOST = "127.0.0.1"
USUAL = (*range(8000, 8020), 0)
"""Tried in turn when PORT is not set; 0 lets the system pick."""


def listen(wanted: str) -> socket.socket:
    """A listening socket on PORT, or on the first free usual one. Two binds may both succeed; only listen tells."""
    if wanted and not (wanted.isdigit() and 0 < int(wanted) < 1 << 16):
        raise StartError(f"PORT={wanted} is no port number; for example: PORT=8001 make run")
    ports: Iterable[int] = [int(wanted)] if wanted else USUAL
    for port in ports:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(128)
        except PermissionError:
            raise StartError(f"port {port} is closed to this user; choose one above 1023: PORT=8001 make run") from None
        except OSError:
            listener.close()
            continue
        listener.set_inheritable(True)
        return listener
    raise StartError(f"port {wanted} is taken; choose another: PORT=8001 make run")
