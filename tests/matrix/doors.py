"""The door of one role: requests go through every middleware and view, and are undone afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from foundation.accounts.models import User
from foundation.charset import with_known_charset
from tests.canaries.files import text_of_file
from tests.canaries.left import Mark, left_since
from tests.canaries.logs import LOG
from tests.canaries.strings import leaks
from tests.matrix.counting import COUNTS, SEARCHED

HANDLER = ClientHandler(enforce_csrf_checks=False)
ERRORS: list[BaseException] = []
# SQL, because PostgreSQL itself counts what this transaction wrote; what was undone is in it too.
COUNT = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables
    WHERE relname <> ALL('{django_session,foundation_cache,integrations_apikey,accounts_user}')
"""


def _note(request: Any, **_kwargs: Any) -> None:
    import sys  # noqa: PLC0415 -- the error at hand is only known here

    ERRORS.append(sys.exception() or Exception("unknown"))


got_request_exception.connect(_note, dispatch_uid="tests.matrix.doors")


class Environs(RequestFactory):
    """Makes what the server hands to the application; a request has already read it, and not all can be read twice."""

    def request(self, **request: Any) -> Any:
        """What the server would hand on."""
        return self._base_environ(**request)


@dataclass
class Answer:
    """What came back: status, headers, body, the error behind a 500, and whether PostgreSQL saw anything written."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    error: BaseException | None = None
    wrote: bool = False
    looked: Any = None
    left: Sequence[str] = ()
    """What is wrong with the mail and the entries that the request left, in sentences."""
    lines: Sequence[str] = ()
    """What it wrote into the log."""

    def leaks(self, reader: str) -> list[str]:
        """The kinds of things in it that this reader may not see."""
        COUNTS[SEARCHED] += 1
        opened = text_of_file(self.body).encode()
        return leaks(self.body + opened + repr(self.headers).encode(), reader)


@dataclass
class Door:
    """Cookies of a session, or the key of a partner system."""

    cookies: Mapping[str, str] = field(default_factory=dict)
    key: str = ""

    @classmethod
    def of(cls, person: User | None, key: str = "") -> "Door":
        """Signed in as this person; as nobody when a key is shown instead."""
        if person is None or key:
            return cls(key=key)
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return cls({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})

    def ask(
        self,
        method: str,
        address: str,
        sent: Any = None,
        *,
        language: str = "en",
        world: Any = None,
        look: Callable[[], Any] | None = None,
        **extra: Any,
    ) -> Answer:
        """One request, undone afterwards; an error of the server is an answer too. `look` looks before it is undone.

        What it leaves (mail, entries) is searched where the `world` is named, whose people read it.
        """
        environ = self._environ(method, address, sent, language, extra)
        changes = method not in {"GET", "HEAD"}
        ERRORS.clear()
        LOG.lines.clear()
        with transaction.atomic():
            before, mark = (_written(), Mark.now()) if changes else (0, None)
            response = HANDLER(with_known_charset(environ))
            body = b"".join(response) if method != "HEAD" else b""
            answer = Answer(response.status_code, dict(response.headers), body, ERRORS[-1] if ERRORS else None)
            if changes and _written() != before:
                answer.wrote = response.status_code // 100 != 3
                answer.left = left_since(mark, world) if world else ()
            answer.lines = tuple(LOG.lines)
            answer.looked = look() if look else None
            transaction.set_rollback(True)
        return answer

    def _environ(self, method: str, address: str, sent: Any, language: str, extra: dict[str, Any]) -> dict[str, Any]:
        factory = Environs(headers={"accept-language": language})
        factory.cookies = SimpleCookie(self.cookies)
        headers = {"authorization": f"Bearer {self.key}"} if self.key else {}
        given = {"headers": {**headers, **extra.pop("headers", {})}, **extra}
        if method == "POST" and not isinstance(sent, bytes):
            return factory.post(address, sent or {}, **given)
        return factory.generic(method, address, sent or b"", **given)


def _written() -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return int(cursor.fetchone()[0])
