"""`Idempotency-Key`: a request that is sent again, because its answer was lost, takes effect once.

The effect and its answer are committed together. Who else sends the same key meanwhile does not wait: 409.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from foundation.actors import Actor

WRITTEN = re.compile(r"[\x21-\x7e]{1,200}")


class WithoutKey(APIException):
    """A POST that could take effect twice (400)."""

    status_code = 400
    default_code = "idempotency_key_missing"
    default_detail = _(
        "Send an Idempotency-Key of 1 to 200 printable characters without spaces: a new one for each new request, the"
        " same one when you repeat it."
    )


class InFlight(APIException):
    """The same request is being carried out at this moment (409)."""

    status_code = 409
    default_code = "idempotency_in_flight"
    default_detail = _("A request with this Idempotency-Key is being carried out. Repeat it in a moment.")


class KeyReused(APIException):
    """The key belongs to another request (422)."""

    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was sent with another request. Send a new request with a new key.")


class Asked(NamedTuple):
    """Who sends which key, with what."""

    owner: str
    key: str
    digest: str


class Kept(NamedTuple):
    """An answer: what is given again for the same request."""

    status: int
    headers: dict[str, str]
    body: str


class Keeper(Protocol):
    """Who keeps answers, in the transaction of their effect."""

    def find(self, owner: str, key: str) -> tuple[str, Kept] | None:
        """The digest of the request and its answer, while they are kept."""

    def keep(self, asked: Asked, answer: Kept) -> None:
        """Keep an answer."""


_keepers: list[Keeper] = []


def keep_in(keeper: Keeper) -> None:
    """Name who keeps answers (`khartoum/wiring.py`): an app that lies above."""
    _keepers[:] = [keeper]


def asked_of(request: Request, actor: Actor) -> Asked:
    """The request as it is known again, by the same offices: an answer is not given once one has ended.

    Raises `WithoutKey`.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not WRITTEN.fullmatch(key):
        raise WithoutKey
    owner = f"client {actor.client_id}" if actor.client_id is not None else f"user {actor.user_id}"
    sent = dict(request.data) if hasattr(request.data, "items") else request.data
    offices = sorted(office.mandate_id for office in actor.worn)
    said = json.dumps([request.method, request.get_full_path(), sent, offices], sort_keys=True, default=_digest_of_file)
    return Asked(owner, key, hashlib.sha256(said.encode()).hexdigest())


def once(asked: Asked, effect: Callable[[], Kept]) -> tuple[Kept, bool]:
    """The answer, and whether it was given before. Raises `InFlight` or `KeyReused`; what fails is not kept."""
    with transaction.atomic():
        if not _taken(asked):
            raise InFlight
        found = _keepers[0].find(asked.owner, asked.key)
        if found is not None:
            if found[0] != asked.digest:
                raise KeyReused
            return found[1], True
        answer = effect()
        _keepers[0].keep(asked, answer)
        return answer, False


def _taken(asked: Asked) -> bool:
    """The first statement of the transaction: the key is this request's alone until it is committed or undone."""
    number = hashlib.sha256(f"{asked.owner}\x1f{asked.key}".encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(number, signed=True)])
        return bool(cursor.fetchone()[0])


def _digest_of_file(file: Any) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
