"""One call of a partner system, to nowhere but where anybody may call.

The name is looked up once, every address it has must be public, and the connection goes to the very address that was
looked at. No redirect is followed, and of the answer only the status code is taken.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Timer
from urllib.parse import SplitResult, urlsplit, urlunsplit

from django.conf import settings

from integrations.enums import Fault
from integrations.hooks.places import is_loopback, is_public

HTTPS = 443
TRIED = 2
"""How many addresses of one name are tried: a machine may have one that is not reached from here."""
NOBODY_HOME = frozenset({429, 502, 503, 504})
"""What is answered where the receiver itself is not there, or asks to be left alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a call."""

    status: int | None = None
    fault: Fault | None = None

    @property
    def is_taken(self) -> bool:
        """The receiver has it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 -- the codes of success

    @property
    def is_nobody_home(self) -> bool:
        """It has nothing to do with this call: others would fare no better now."""
        return self.status is None or self.status in NOBODY_HOME


class NotPublicError(Exception):
    """A name leads to a place that is not called."""


def call(address: str, *, body: str, headers: dict[str, str]) -> Answer:
    """Post the body there."""
    place = urlsplit(address)
    try:
        connection = Pinned(place, _addresses(place))
        with _no_longer_than(settings.WEBHOOK_LONGEST_CALL, connection):
            connection.request("POST", _target(place), body=body.encode(), headers=headers)
            return Answer(status=connection.getresponse().status)
    except NotPublicError:
        return Answer(fault=Fault.FORBIDDEN)
    except (socket.gaierror, UnicodeError):
        return Answer(fault=Fault.NO_NAME)
    except ssl.SSLCertVerificationError:
        return Answer(fault=Fault.NO_TRUST)
    except (OSError, HTTPException):
        return Answer(fault=Fault.NO_ANSWER)


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a name, asked once. Raises `gaierror` where it has none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to one numeric address."""
    return socket.create_connection((address, port), seconds)


class Pinned(HTTPConnection):
    """Speaks to the addresses it is given, in the name of the host: certificate and `Host` are of the name."""

    def __init__(self, place: SplitResult, addresses: list[str]) -> None:
        self.is_tls = place.scheme == "https"
        if self.is_tls:
            self.default_port = HTTPS
        super().__init__(str(place.hostname), place.port, timeout=settings.WEBHOOK_LONGEST_SILENCE)
        self.addresses = addresses

    def connect(self) -> None:
        """To the first that answers."""
        *others, last = self.addresses[:TRIED]
        for address in others:
            with suppress(OSError):
                self.sock = connect(address, self.port, settings.WEBHOOK_LONGEST_SILENCE)
                break
        else:
            self.sock = connect(last, self.port, settings.WEBHOOK_LONGEST_SILENCE)
        if self.is_tls:
            self.sock = trust().wrap_socket(self.sock, server_hostname=self.host)


def trust() -> ssl.SSLContext:
    """Whose certificates are believed: those of the machine's list."""
    return ssl.create_default_context()


def _addresses(place: SplitResult) -> list[str]:
    """Where the name leads. Raises `NotPublicError` unless each of its addresses may be called."""
    is_tls = place.scheme == "https"
    found = resolve(str(place.hostname), place.port or (HTTPS if is_tls else 80))
    at_home = settings.WEBHOOKS_TO_LOOPBACK and all(map(is_loopback, found))
    outside = is_tls and place.port in {None, HTTPS} and all(map(is_public, found))
    if not found or not (at_home or outside):
        raise NotPublicError
    return found


def _target(place: SplitResult) -> str:
    return urlunsplit(("", "", place.path or "/", place.query, ""))


@contextmanager
def _no_longer_than(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Hang up when a call takes longer as a whole, and at its end: nobody reads what else is said."""

    def hang_up() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()
