"""A partner system on this machine that is called by webhooks: it keeps what it heard, and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What a partner runs. `answer` says with which status code, given what was heard."""

    heard: list[dict[str, Any]] = field(default_factory=list)
    answer: Any = 204
    reply: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    address: str = ""

    @property
    def taken(self) -> list[dict[str, Any]]:
        """The calls that it took."""
        return [one for one in self.heard if 200 <= one["answered"] < 300]

    def hears(self, headers: Any, body: str) -> int:
        """Note a call, and say what is answered."""
        told = {"headers": {name.lower(): value for name, value in headers.items()}, "body": body}
        told["words"] = json.loads(body)
        told["answered"] = self.answer(told["words"]) if callable(self.answer) else self.answer
        self.heard.append(told)
        return int(told["answered"])


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens on a port of this machine."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.send_response(receiver.hears(self.headers, body))
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(receiver.reply)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_port}/changes"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
